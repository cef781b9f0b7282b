export { claimFolder } from './claim-folder.ts'
export { type DurableStore, type DurableStoreOptions, openDurableStore } from './durable-store.ts'
export { corruptText, type Level, levelProblem, openLevel } from './level.ts'
export { readRecord, recordOf } from './record.ts'
