export { type Application, type ApplyConflict, workOutApply } from './apply.ts'
export { hasManagedFields, type Manager, recordUpdate } from './managers.ts'
