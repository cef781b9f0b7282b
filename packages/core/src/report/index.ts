export { countedRecord } from './counted-record.ts'
export { cameFromWec, decideReport } from './decide-report.ts'
export type { Asked, ReportRecord, ReportWish } from './types.ts'
