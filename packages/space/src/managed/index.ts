export { type ApplyConflict, workOutApply } from './apply.ts'
export { hasManagedFields, recordUpdate } from './managers.ts'
