import type { GroupResource, JsonObject } from '@downsync/core'

/** The form that the names of a kind must have: a DNS subdomain, a DNS label, or a segment of a path. */
export type NameRule = 'subdomain' | 'label' | 'serviceLabel' | 'segment'

/** What a resource has below it besides `/status`. */
export type Subresource = Readonly<{
  name: string
  group: string
  version: string
  kind: string
  verbs: readonly string[]
}>

/** One resource at one version, as it is served. */
export type Resource = GroupResource &
  Readonly<{
    version: string
    kind: string
    listKind: string
    singular: string
    shortNames: readonly string[]
    categories: readonly string[]
    namespaced: boolean
    /** Whether `/status` is a resource of its own. */
    hasStatus: boolean
    subresources: readonly Subresource[]
    /** Asked and answered, never stored: who somebody is, and what they may do. */
    isReview: boolean
    /** Whether `metadata.generation` counts its changes. */
    countsGeneration: boolean
    /** Defined by a CustomResourceDefinition. */
    isCustom: boolean
    /** Whether an update may leave `metadata.resourceVersion` out. */
    allowsBlindUpdate: boolean
    /** Whether an update of what is not there creates it. */
    createsOnUpdate: boolean
    nameRule: NameRule
    /** The name of its structure in `types/`, of a built-in kind. */
    struct?: string
    /** `openAPIV3Schema` of a custom resource; undefined: content is stored as it comes. */
    schema?: JsonObject
    /** The version that is stored. */
    storageVersion: string
    /** Fields besides name and namespace that a field selector may name, with their paths. */
    selectableFields: readonly string[]
    /** Of its CustomResourceDefinition: nothing new while that goes. */
    isTerminating: boolean
  }>

export const CRD_GROUP = 'apiextensions.k8s.io'
export const CRDS: GroupResource = { group: CRD_GROUP, resource: 'customresourcedefinitions' }
export const NAMESPACES: GroupResource = { group: '', resource: 'namespaces' }

/** What every resource can do, in the order of discovery. */
export const VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
] as const
export const REVIEW_VERBS = ['create'] as const
export const STATUS_VERBS = ['get', 'patch', 'update'] as const
