import type { Attempt, ControllerName, Environment, SpaceClient } from '@downsync/adapter-k8s'
import type { HubAddress } from '@downsync/agent'
import type { Limits, Transport } from '@downsync/core'
import type { Part, Running } from './part.ts'

/** One space of a fleet, as its administrator reaches it. */
export type FleetSpace = Readonly<{
  name: string
  url: string
  /** The text of a kubeconfig file. */
  kubeconfig: string
  /** How agents reach it. */
  address: HubAddress
  connect(): Attempt<SpaceClient>
}>

/** One WEC that is to be in a fleet. */
export type FleetWec = Readonly<{
  name: string
  labels?: Readonly<Record<string, string>>
  /** How often its agent renews its lease; default 60. */
  leaseDurationSeconds?: number
}>

/** How content travels in a fleet: the transport of its controllers, and what receives it in each WEC. */
export type FleetTransport = Readonly<{
  transport: Transport
  /** Gives the agent of a WEC rights in its mailbox beyond those that the hub gives, until it has them or never will. */
  admit?(options: AdmissionOptions): Promise<Attempt<void>>
  /** Begins to apply and to report in a registered WEC. */
  receive(options: ReceiverOptions): Running
}>

export type AdmissionOptions = Readonly<{
  /** As somebody who may give them. */
  its: SpaceClient
  wecName: string
  environment: Environment
  signal: AbortSignal
}>

export type ReceiverOptions = Readonly<{
  /** With the agent's own rights: in its mailbox, and nowhere else. */
  its: SpaceClient
  wec: SpaceClient
  wecName: string
  /** As the hub is called, scheme and host. */
  hubUrl: string
  environment: Environment
}>

export type FleetOptions = Readonly<{
  environment: Environment
  /** Makes a space, or finds it again. */
  spaceOf(name: string): Promise<Attempt<FleetSpace>>
  wdsName: string
  itsName: string
  wecs: readonly FleetWec[]
  limits?: Limits
  /** Default: that of OCM. */
  transport?: FleetTransport
  controllers?: readonly ControllerName[]
  /** Whether workload is simulated in WECs; true unless they have controllers and nodes of their own. */
  simulates?: boolean
  /** Whether a part is started with the fleet; default: each is. */
  starts?(part: string): boolean
}>

/** Everything that the system consists of, in this process: spaces, controllers, hub, and an agent for each WEC. */
export interface Fleet {
  readonly wds: FleetSpace
  readonly its: FleetSpace
  wecs(): readonly FleetSpace[]
  /** `controllers`, `hub`, and for each WEC `agent <wec>` and `workload <wec>`. */
  parts(): readonly Part[]
  part(name: string): Part | undefined
  /** A WEC more: its space, its registration, its parts. */
  addWec(wec: FleetWec): Promise<Attempt<void>>
  /** Resolves once no part has anything to do. */
  idle(): Promise<void>
  /** Stops every part; spaces are whoever made them. */
  stop(): Promise<void>
}
