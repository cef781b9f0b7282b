export { openSpaceManager, type SpaceManagerOptions } from './open-space-manager.ts'
export type { EmbeddedOrder, ManagedSpace, SpaceManager, SpaceOrder } from './types.ts'
