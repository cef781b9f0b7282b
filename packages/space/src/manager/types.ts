import type { Attempt, SpaceClient } from '@downsync/adapter-k8s'
import type { EmbeddedSpace } from '../embedded-space.ts'

/** What to make; a kind of its own for each way in which a space can be provided. */
export type SpaceOrder = EmbeddedOrder

/** An API server in this process. */
export type EmbeddedOrder = Readonly<{
  kind: 'embedded'
  /** A DNS label; names its context in kubeconfigs. */
  name: string
  /** Default: a free one, which it keeps as long as it can have it. */
  port?: number
}>

/** A space that a manager has, ready to serve. */
export type ManagedSpace = Readonly<{
  kind: 'embedded'
  name: string
  /** Its URL: `https://127.0.0.1:<port>`. */
  server: string
  /** A kubeconfig of its master. */
  kubeconfig: string
  /** The file that holds the kubeconfig, where the manager writes files. */
  kubeconfigFile?: string
  embedded: EmbeddedSpace
}>

/** Makes spaces, knows them, and takes them away (SPC-1). */
export type SpaceManager = Readonly<{
  /** All of them, by name. */
  list(): Promise<Attempt<readonly ManagedSpace[]>>
  get(name: string): Promise<Attempt<ManagedSpace>>
  /** Resolves once it serves; refused where there is one of the name. */
  create(order: SpaceOrder): Promise<Attempt<ManagedSpace>>
  /** Takes it away with all that is in it. */
  delete(name: string): Promise<Attempt<undefined>>
  /** A client of its own for the space's master; whoever asked closes it. */
  clientOf(name: string): Promise<Attempt<SpaceClient>>
  /** Stops all spaces; those in a folder are there again when it is opened again. */
  close(): Promise<void>
}>
