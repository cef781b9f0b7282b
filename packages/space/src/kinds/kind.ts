import type { KubeObject } from '@downsync/core'
import type { FieldError } from '../status/index.ts'
import type { ObjectStore } from '../store/index.ts'
import type { World } from '../world.ts'

/** What the server's own part of a write may need. */
export type KindContext = Readonly<{ store: ObjectStore; world: World }>

/** What a server does with objects of one kind, besides what it does with all. */
export type Kind = Readonly<{
  /** The server's part in a new object: what no author has. It has its name and uid. */
  created?: (object: KubeObject, context: KindContext) => KubeObject
  /** The same where one takes the place of another. */
  updated?: (object: KubeObject, before: KubeObject, context: KindContext) => KubeObject
  /** What is wrong with an object, new or changed. */
  errors?: (object: KubeObject, before: KubeObject | undefined) => readonly FieldError[]
  /** What is wrong with a change. */
  changeErrors?: (object: KubeObject, before: KubeObject) => readonly FieldError[]
  /** What is wrong with a change of the status. */
  statusErrors?: (object: KubeObject) => readonly FieldError[]
  /** What the author should know though it is stored. */
  warnings?: (object: KubeObject) => readonly string[]
}>
