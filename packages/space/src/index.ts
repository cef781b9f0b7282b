export type { TokenUser, User } from './auth/index.ts'
export { type EmbeddedSpace, type SpaceOptions, startEmbeddedSpace } from './embedded-space.ts'
export type { Fault, FaultOrder, Faults, RequestInfo } from './http/index.ts'
export type { ServerTls } from './kubeconfig.ts'
export {
  type Commit,
  createMemoryStore,
  type Journal,
  type ObjectStore,
  type StoreOptions,
} from './store/index.ts'
export type { World } from './world.ts'
