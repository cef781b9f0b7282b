/** What a story is made of: values and predicates, with nothing of downsync in them. */
import type { Api, Seen } from './read-back.ts'

/** What a step can do to the world: edits over HTTP, and parts of the system that are stopped and started. */
export type World = Readonly<{
  api(space: string): Api
  /** Creates the objects of a file of the quick start. */
  apply(file: string): Promise<void>
  stop(part: string): Promise<void>
  start(part: string): Promise<void>
  /** What the program prints, asked by somebody who has the kubeconfig. */
  downsync(line: string): Promise<string>
}>

/** Something that must become true in a space, by the objects at a path. */
export type Effect = Readonly<{
  name: string
  space: string
  path: string
  holds(objects: readonly Seen[]): boolean
  /** Milliseconds that it may take though nothing moves meanwhile: a lease that runs out. */
  patience?: number
}>

/** Something to look at once the effects of a step are there. */
export type Sight = Readonly<{ title: string; look(world: World): Promise<readonly string[]> }>

export type Step = Readonly<{
  title: string
  act(world: World): Promise<void>
  effects: readonly Effect[]
  sights?: readonly Sight[]
}>

export const WDS = 'wds1'
export const ITS = 'its1'
export const WECS = ['berlin', 'dallas', 'lab', 'lisbon', 'osaka']
/** Where the shop runs. */
export const SHOP_WECS = ['berlin', 'dallas', 'lisbon']

export const CLUSTERS = '/apis/cluster.open-cluster-management.io/v1/managedclusters'
export const CONTROL = '/apis/control.kubestellar.io/v1alpha1'
export const POLICIES = `${CONTROL}/bindingpolicies`
export const WORKS = '/apis/work.open-cluster-management.io/v1/manifestworks'
export const NAMESPACES = '/api/v1/namespaces'
export const DEPLOYMENTS = '/apis/apps/v1/namespaces/bakery/deployments'
export const CONFIG_MAPS = '/api/v1/namespaces/bakery/configmaps'
export const OVENS = '/apis/bakery.example.com/v1/namespaces/bakery/ovens'
export const COMBINED = `${CONTROL}/namespaces/bakery/combinedstatuses`
