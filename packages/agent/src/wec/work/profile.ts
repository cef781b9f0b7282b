/** Which version of OCM's agent is followed where versions differ. */
export type ProfileName = 'v1.3' | 'v1.0'

/** Where OCM's agents of different versions differ. */
export type Profile = Readonly<{
  /** Manifests are applied by the rank of their kind; otherwise in the order of the work. */
  ordersByKind: boolean
  /** Conditions of manifests say of which generation they speak. */
  datesManifests: boolean
  /** AppliedManifestWorks get the work's labels when they are made. */
  labelsAppliedWork: boolean
  /** While a manifest's kind is unknown, nothing is withdrawn for the whole work. */
  stallsOnUnknownKinds: boolean
  /** Conditions of rules are aggregated for the work, and what is complete is not applied any more. */
  aggregatesRules: boolean
  /** A work being deleted says so. */
  saysDeleting: boolean
  incompleteMeta: Readonly<{ reason: string; message: string }>
}>

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  'v1.3': {
    ordersByKind: true,
    datesManifests: true,
    labelsAppliedWork: true,
    stallsOnUnknownKinds: true,
    aggregatesRules: true,
    saysDeleting: true,
    incompleteMeta: { reason: 'IncompleteResourceMeta', message: 'Resource meta is incomplete' },
  },
  'v1.0': {
    ordersByKind: false,
    datesManifests: false,
    labelsAppliedWork: false,
    stallsOnUnknownKinds: false,
    aggregatesRules: false,
    saysDeleting: false,
    incompleteMeta: { reason: 'IncompletedResourceMeta', message: 'Resource meta is incompleted' },
  },
}
