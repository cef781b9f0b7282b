import type { KubeObject, Ref } from '@downsync/core'
import type { Document } from '../read/document.ts'
import type { ResourceType } from './resource-type.ts'

/** An object that was given, as it is to stand in its space. */
export type GivenObject = Readonly<{ ref: Ref; type: ResourceType; object: KubeObject; document: Document }>
