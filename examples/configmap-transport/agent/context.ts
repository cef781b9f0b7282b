import type { Environment } from '@downsync/adapter-k8s'
import type { Left } from './decide-object.ts'
import type { ObjectStore } from './object-store.ts'
import type { Refusals } from './refusals.ts'
import type { Repairs } from './repairs.ts'
import type { Requests } from './requests.ts'
import type { WecView } from './wec-view.ts'

/** All that one pass of the agent works with. */
export type Context = Readonly<{
  wecName: string
  environment: Environment
  /** ConfigMaps of the mailbox, by name; complete. */
  mailbox: ObjectStore
  view: WecView
  its: Requests
  wec: Requests
  /** By `manifestKey`: how objects were left; lost with the process, which costs nothing but a second look. */
  left: Map<string, Left>
  refusals: Refusals
  repairs: Repairs
}>

/** What came of an entry: as it is told to the hub. `unknown`: what was told before stays. */
export type Told =
  | Readonly<{ kind: 'applied' }>
  | Readonly<{ kind: 'pending' | 'failed'; message: string }>
  | Readonly<{ kind: 'unknown' }>

export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}
