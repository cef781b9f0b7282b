import type { KubeObject } from '@downsync/core'
import type { UpdateStrategy } from '../work/update-strategy.ts'
import type { Ownership } from './merged-metadata.ts'

/** What a work asks for one object. */
export type Requirement = Readonly<{
  /** The manifest as it is sent: without uid, in the server's form. */
  content: KubeObject
  strategy: UpdateStrategy
  ownership: Ownership
}>
