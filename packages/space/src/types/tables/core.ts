/** Everything else of the core group; the notation is that of `structs.ts`. */
export const coreTable = `
AttachedVolume
  name=string devicePath=string
ClientIPConfig
  timeoutSeconds:*int32
ConfigMap
  kind:string apiVersion:string metadata:meta.ObjectMeta immutable:*bool data:{string} binaryData:{bytes}
ConfigMapNodeConfigSource
  namespace=string name=string uid:string resourceVersion:string kubeletConfigKey=string
ContainerImage
  names=[string] sizeBytes:int64
DaemonEndpoint
  Port=int32
EndpointAddress!
  ip=string hostname:string nodeName:*string targetRef:*ObjectReference
EndpointPort!
  name:string port=int32 protocol:string appProtocol:*string
EndpointSubset
  addresses:[EndpointAddress] notReadyAddresses:[EndpointAddress] ports:[EndpointPort]
Endpoints
  kind:string apiVersion:string metadata:meta.ObjectMeta subsets:[EndpointSubset]
Event
  kind:string apiVersion:string metadata=meta.ObjectMeta involvedObject=ObjectReference reason:string
  message:string source:EventSource firstTimestamp:time lastTimestamp:time count:int32 type:string
  eventTime:microtime series:*EventSeries action:string related:*ObjectReference reportingComponent=string
  reportingInstance=string
EventSeries
  count:int32 lastObservedTime:microtime
EventSource
  component:string host:string
LimitRange
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:LimitRangeSpec
LimitRangeItem
  type=string max:{quantity} min:{quantity} default:{quantity} defaultRequest:{quantity}
  maxLimitRequestRatio:{quantity}
LimitRangeSpec
  limits=[LimitRangeItem]
LoadBalancerIngress
  ip:string hostname:string ipMode:*string ports:[PortStatus]
LoadBalancerStatus
  ingress:[LoadBalancerIngress]
Namespace
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:NamespaceSpec status:NamespaceStatus
NamespaceCondition
  type=string status=string lastTransitionTime:time reason:string message:string
NamespaceSpec
  finalizers:[string]
NamespaceStatus
  phase:string conditions:[NamespaceCondition]@type
Node
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:NodeSpec status:NodeStatus
NodeAddress
  type=string address=string
NodeCondition
  type=string status=string lastHeartbeatTime:time lastTransitionTime:time reason:string message:string
NodeConfigSource
  configMap:*ConfigMapNodeConfigSource
NodeConfigStatus
  assigned:*NodeConfigSource active:*NodeConfigSource lastKnownGood:*NodeConfigSource error:string
NodeDaemonEndpoints
  kubeletEndpoint:DaemonEndpoint
NodeFeatures
  supplementalGroupsPolicy:*bool
NodeRuntimeHandler
  name=string features:*NodeRuntimeHandlerFeatures
NodeRuntimeHandlerFeatures
  recursiveReadOnlyMounts:*bool userNamespaces:*bool
NodeSpec
  podCIDR:string podCIDRs:[string]@set providerID:string unschedulable:bool taints:[Taint]
  configSource:*NodeConfigSource externalID:string
NodeStatus
  capacity:{quantity} allocatable:{quantity} phase:string conditions:[NodeCondition]@type
  addresses:[NodeAddress]@type daemonEndpoints:NodeDaemonEndpoints nodeInfo:NodeSystemInfo
  images:[ContainerImage] volumesInUse:[string] volumesAttached:[AttachedVolume] config:*NodeConfigStatus
  runtimeHandlers:[NodeRuntimeHandler] features:*NodeFeatures
NodeSwapStatus
  capacity:*int64
NodeSystemInfo
  machineID=string systemUUID=string bootID=string kernelVersion=string osImage=string
  containerRuntimeVersion=string kubeletVersion=string kubeProxyVersion=string operatingSystem=string
  architecture=string swap:*NodeSwapStatus
ObjectReference!
  kind:string namespace:string name:string uid:string apiVersion:string resourceVersion:string
  fieldPath:string
PortStatus
  port=int32 protocol=string error:*string
ResourceQuota
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:ResourceQuotaSpec status:ResourceQuotaStatus
ResourceQuotaSpec
  hard:{quantity} scopes:[string] scopeSelector:*ScopeSelector
ResourceQuotaStatus
  hard:{quantity} used:{quantity}
ScopeSelector!
  matchExpressions:[ScopedResourceSelectorRequirement]
ScopedResourceSelectorRequirement
  scopeName=string operator=string values:[string]
Secret
  kind:string apiVersion:string metadata:meta.ObjectMeta immutable:*bool data:{bytes} stringData:{string}
  type:string
SecretReference!
  name:string namespace:string
Service
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:ServiceSpec status:ServiceStatus
ServiceAccount
  kind:string apiVersion:string metadata:meta.ObjectMeta secrets:[ObjectReference]@name
  imagePullSecrets:[LocalObjectReference] automountServiceAccountToken:*bool
ServicePort
  name:string protocol:string appProtocol:*string port=int32 targetPort:intOrString nodePort:int32
ServiceSpec
  ports:[ServicePort]@port,protocol selector:{string}! clusterIP:string clusterIPs:[string] type:string
  externalIPs:[string] sessionAffinity:string loadBalancerIP:string loadBalancerSourceRanges:[string]
  externalName:string externalTrafficPolicy:string healthCheckNodePort:int32 publishNotReadyAddresses:bool
  sessionAffinityConfig:*SessionAffinityConfig ipFamilies:[string] ipFamilyPolicy:*string
  allocateLoadBalancerNodePorts:*bool loadBalancerClass:*string internalTrafficPolicy:*string
  trafficDistribution:*string
ServiceStatus
  loadBalancer:LoadBalancerStatus conditions:[meta.Condition]@type
SessionAffinityConfig
  clientIP:*ClientIPConfig
Taint
  key=string value:string effect=string timeAdded:*time
TopologySelectorLabelRequirement
  key=string values=[string]
TopologySelectorTerm!
  matchLabelExpressions:[TopologySelectorLabelRequirement]
`
