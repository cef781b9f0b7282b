/** Groups of a few kinds; the notation is that of `structs.ts`. */
export const admissionregistrationTable = `
MatchCondition
  name=string expression=string
MutatingWebhook
  name=string clientConfig=WebhookClientConfig rules:[RuleWithOperations] failurePolicy:*string
  matchPolicy:*string namespaceSelector:*meta.LabelSelector objectSelector:*meta.LabelSelector
  sideEffects=*string timeoutSeconds:*int32 admissionReviewVersions=[string] reinvocationPolicy:*string
  matchConditions:[MatchCondition]@name
MutatingWebhookConfiguration
  kind:string apiVersion:string metadata:meta.ObjectMeta webhooks:[MutatingWebhook]@name
RuleWithOperations
  operations:[string] apiGroups:[string] apiVersions:[string] resources:[string] scope:*string
ServiceReference
  namespace=string name=string path:*string port:*int32
ValidatingWebhook
  name=string clientConfig=WebhookClientConfig rules:[RuleWithOperations] failurePolicy:*string
  matchPolicy:*string namespaceSelector:*meta.LabelSelector objectSelector:*meta.LabelSelector
  sideEffects=*string timeoutSeconds:*int32 admissionReviewVersions=[string]
  matchConditions:[MatchCondition]@name
ValidatingWebhookConfiguration
  kind:string apiVersion:string metadata:meta.ObjectMeta webhooks:[ValidatingWebhook]@name
WebhookClientConfig
  url:*string service:*ServiceReference caBundle:bytes
`

export const authenticationTable = `
BoundObjectReference
  kind:string apiVersion:string name:string uid:string
SelfSubjectReview
  kind:string apiVersion:string metadata:meta.ObjectMeta status:SelfSubjectReviewStatus
SelfSubjectReviewStatus
  userInfo:UserInfo
TokenRequest
  kind:string apiVersion:string metadata:meta.ObjectMeta spec=TokenRequestSpec status:TokenRequestStatus
TokenRequestSpec
  audiences=[string] expirationSeconds=*int64 boundObjectRef=*BoundObjectReference
TokenRequestStatus
  token=string expirationTimestamp=time
TokenReview
  kind:string apiVersion:string metadata:meta.ObjectMeta spec=TokenReviewSpec status:TokenReviewStatus
TokenReviewSpec
  token:string audiences:[string]
TokenReviewStatus
  authenticated:bool user:UserInfo audiences:[string] error:string
UserInfo
  username:string uid:string groups:[string] extra:{[string]}
`

export const scaleTable = `
Scale
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:ScaleSpec status:ScaleStatus
ScaleSpec
  replicas:int32
ScaleStatus
  replicas=int32 selector:string
`

export const coordinationTable = `
Lease
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:LeaseSpec
LeaseSpec
  holderIdentity:*string leaseDurationSeconds:*int32 acquireTime:*microtime renewTime:*microtime
  leaseTransitions:*int32 strategy:*string preferredHolder:*string
`

export const discoveryTable = `
Endpoint
  addresses=[string]@set/apply conditions:EndpointConditions hostname:*string
  targetRef:*core.ObjectReference deprecatedTopology:{string} nodeName:*string zone:*string
  hints:*EndpointHints
EndpointConditions
  ready:*bool serving:*bool terminating:*bool
EndpointHints
  forZones:[ForZone] forNodes:[ForNode]
EndpointPort!
  name:*string protocol:*string port:*int32 appProtocol:*string
EndpointSlice
  kind:string apiVersion:string metadata:meta.ObjectMeta addressType=string endpoints=[Endpoint]
  ports=[EndpointPort]
ForNode
  name=string
ForZone
  name=string
`

export const policyTable = `
PodDisruptionBudget
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:PodDisruptionBudgetSpec
  status:PodDisruptionBudgetStatus
PodDisruptionBudgetSpec
  minAvailable:*intOrString selector:*meta.LabelSelector maxUnavailable:*intOrString
  unhealthyPodEvictionPolicy:*string
PodDisruptionBudgetStatus
  observedGeneration:int64 disruptedPods:{time} disruptionsAllowed=int32 currentHealthy=int32
  desiredHealthy=int32 expectedPods=int32 conditions:[meta.Condition]@type
`

export const rbacTable = `
AggregationRule
  clusterRoleSelectors:[meta.LabelSelector]
ClusterRole
  kind:string apiVersion:string metadata:meta.ObjectMeta rules=[PolicyRule]
  aggregationRule:*AggregationRule
ClusterRoleBinding
  kind:string apiVersion:string metadata:meta.ObjectMeta subjects:[Subject] roleRef=RoleRef
PolicyRule
  verbs=[string] apiGroups:[string] resources:[string] resourceNames:[string] nonResourceURLs:[string]
Role
  kind:string apiVersion:string metadata:meta.ObjectMeta rules=[PolicyRule]
RoleBinding
  kind:string apiVersion:string metadata:meta.ObjectMeta subjects:[Subject] roleRef=RoleRef
RoleRef!
  apiGroup=string kind=string name=string
Subject!
  kind=string apiGroup:string name=string namespace:string
`

export const schedulingTable = `
PriorityClass
  kind:string apiVersion:string metadata:meta.ObjectMeta value=int32 globalDefault:bool description:string
  preemptionPolicy:*string
`

export const storageTable = `
StorageClass
  kind:string apiVersion:string metadata:meta.ObjectMeta provisioner=string parameters:{string}
  reclaimPolicy:*string mountOptions:[string] allowVolumeExpansion:*bool volumeBindingMode:*string
  allowedTopologies:[core.TopologySelectorTerm]
`
