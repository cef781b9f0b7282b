/** What objects of all kinds share; the notation is that of `structs.ts`. */
export const metaTable = `
Condition
  type=string status=string observedGeneration:int64 lastTransitionTime=time reason=string message=string
DeleteOptions
  kind:string apiVersion:string gracePeriodSeconds:*int64 preconditions:*Preconditions
  orphanDependents:*bool propagationPolicy:*string dryRun:[string]
  ignoreStoreReadErrorWithClusterBreakingPotential:*bool
FieldSelectorRequirement
  key=string operator=string values:[string]
LabelSelector!
  matchLabels:{string} matchExpressions:[LabelSelectorRequirement]
LabelSelectorRequirement
  key=string operator=string values:[string]
ManagedFieldsEntry
  manager:string operation:string apiVersion:string time:*time fieldsType:string fieldsV1:*any
  subresource:string
ObjectMeta
  name:string generateName:string namespace:string selfLink:string uid:string resourceVersion:string
  generation:int64 creationTimestamp:time deletionTimestamp:*time deletionGracePeriodSeconds:*int64
  labels:{string} annotations:{string} ownerReferences:[OwnerReference]@uid finalizers:[string]@set
  managedFields:[ManagedFieldsEntry]
OwnerReference!
  apiVersion=string kind=string name=string uid=string controller:*bool blockOwnerDeletion:*bool
Preconditions
  uid:*string resourceVersion:*string
`
