export { storageKeyOf } from './collection.ts'
export { continueToken, readContinueToken } from './continue-token.ts'
export { createMemoryStore, type StoreOptions } from './memory-store.ts'
export type { Commit, Journal, ObjectStore, StoredState, StoreEvent } from './object-store.ts'
