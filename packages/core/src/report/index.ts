export { countedRecord } from './counted-record.ts'
export { cameFromWec, decideReport, shownWecs } from './decide-report.ts'
export { decidedBy } from './decided-by.ts'
export type { Asked, Place, Provenance, ReportRecord, ReportWish } from './types.ts'
