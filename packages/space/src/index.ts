export type { TokenUser, User } from './auth/index.ts'
export { openSpaceTls } from './certificates/index.ts'
export { type DurableStore, type DurableStoreOptions, openDurableStore } from './durable/index.ts'
export { type EmbeddedSpace, type SpaceOptions, startEmbeddedSpace } from './embedded-space.ts'
export type { Fault, FaultOrder, Faults, RequestInfo, ServedRequest } from './http/index.ts'
export type { ServerTls } from './kubeconfig.ts'
export {
  type EmbeddedOrder,
  type ManagedSpace,
  openSpaceManager,
  type SpaceManager,
  type SpaceManagerOptions,
  type SpaceOrder,
} from './manager/index.ts'
export {
  type Commit,
  createMemoryStore,
  type Journal,
  type ObjectStore,
  type StoredState,
  type StoreOptions,
} from './store/index.ts'
export { openTokenKey } from './tokens/index.ts'
export type { World } from './world.ts'
