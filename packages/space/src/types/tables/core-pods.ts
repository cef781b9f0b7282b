/** Pods and what they are made of; the notation is that of `structs.ts`. */
export const corePodsTable = `
Affinity
  nodeAffinity:*NodeAffinity podAffinity:*PodAffinity podAntiAffinity:*PodAntiAffinity
AppArmorProfile
  type=string localhostProfile:*string
Capabilities
  add:[string] drop:[string]
ConfigMapEnvSource
  name:string optional:*bool
ConfigMapKeySelector!
  name:string key=string optional:*bool
Container
  name=string image:string command:[string] args:[string] workingDir:string
  ports:[ContainerPort]@containerPort,protocol envFrom:[EnvFromSource] env:[EnvVar]@name
  resources:ResourceRequirements resizePolicy:[ContainerResizePolicy] restartPolicy:*string
  volumeMounts:[VolumeMount]@mountPath volumeDevices:[VolumeDevice]@devicePath livenessProbe:*Probe
  readinessProbe:*Probe startupProbe:*Probe lifecycle:*Lifecycle terminationMessagePath:string
  terminationMessagePolicy:string imagePullPolicy:string securityContext:*SecurityContext stdin:bool
  stdinOnce:bool tty:bool
ContainerPort
  name:string hostPort:int32 containerPort=int32 protocol:string hostIP:string
ContainerResizePolicy
  resourceName=string restartPolicy=string
ContainerState
  waiting:*ContainerStateWaiting running:*ContainerStateRunning terminated:*ContainerStateTerminated
ContainerStateRunning
  startedAt:time
ContainerStateTerminated
  exitCode=int32 signal:int32 reason:string message:string startedAt:time finishedAt:time
  containerID:string
ContainerStateWaiting
  reason:string message:string
ContainerStatus
  name=string state:ContainerState lastState:ContainerState ready=bool restartCount=int32 image=string
  imageID=string containerID:string started:*bool allocatedResources:{quantity}
  resources:*ResourceRequirements volumeMounts:[VolumeMountStatus]@mountPath user:*ContainerUser
  allocatedResourcesStatus:[ResourceStatus]@name stopSignal:*string
ContainerUser
  linux:*LinuxContainerUser
EnvFromSource
  prefix:string configMapRef:*ConfigMapEnvSource secretRef:*SecretEnvSource
EnvVar
  name=string value:string valueFrom:*EnvVarSource
EnvVarSource
  fieldRef:*ObjectFieldSelector resourceFieldRef:*ResourceFieldSelector
  configMapKeyRef:*ConfigMapKeySelector secretKeyRef:*SecretKeySelector
EphemeralContainer
  name=string image:string command:[string] args:[string] workingDir:string
  ports:[ContainerPort]@containerPort,protocol envFrom:[EnvFromSource] env:[EnvVar]@name
  resources:ResourceRequirements resizePolicy:[ContainerResizePolicy] restartPolicy:*string
  volumeMounts:[VolumeMount]@mountPath volumeDevices:[VolumeDevice]@devicePath livenessProbe:*Probe
  readinessProbe:*Probe startupProbe:*Probe lifecycle:*Lifecycle terminationMessagePath:string
  terminationMessagePolicy:string imagePullPolicy:string securityContext:*SecurityContext stdin:bool
  stdinOnce:bool tty:bool targetContainerName:string
ExecAction
  command:[string]
GRPCAction
  port=int32 service=*string
HTTPGetAction
  path:string port=intOrString host:string scheme:string httpHeaders:[HTTPHeader]
HTTPHeader
  name=string value=string
HostAlias
  ip=string hostnames:[string]
HostIP
  ip=string
KeyToPath
  key=string path=string mode:*int32
Lifecycle
  postStart:*LifecycleHandler preStop:*LifecycleHandler stopSignal:*string
LifecycleHandler
  exec:*ExecAction httpGet:*HTTPGetAction tcpSocket:*TCPSocketAction sleep:*SleepAction
LinuxContainerUser
  uid=int64 gid=int64 supplementalGroups:[int64]
LocalObjectReference!
  name:string
NodeAffinity
  requiredDuringSchedulingIgnoredDuringExecution:*NodeSelector
  preferredDuringSchedulingIgnoredDuringExecution:[PreferredSchedulingTerm]
NodeSelector!
  nodeSelectorTerms=[NodeSelectorTerm]
NodeSelectorRequirement
  key=string operator=string values:[string]
NodeSelectorTerm!
  matchExpressions:[NodeSelectorRequirement] matchFields:[NodeSelectorRequirement]
ObjectFieldSelector!
  apiVersion:string fieldPath=string
Pod
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:PodSpec status:PodStatus
PodAffinity
  requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm]
  preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]
PodAffinityTerm
  labelSelector:*meta.LabelSelector namespaces:[string] topologyKey=string
  namespaceSelector:*meta.LabelSelector matchLabelKeys:[string] mismatchLabelKeys:[string]
PodAntiAffinity
  requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm]
  preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]
PodCondition
  type=string observedGeneration:int64 status=string lastProbeTime:time lastTransitionTime:time
  reason:string message:string
PodDNSConfig
  nameservers:[string] searches:[string] options:[PodDNSConfigOption]
PodDNSConfigOption
  name:string value:*string
PodIP
  ip=string
PodOS
  name=string
PodReadinessGate
  conditionType=string
PodResourceClaim
  name=string resourceClaimName:*string resourceClaimTemplateName:*string
PodResourceClaimStatus
  name=string resourceClaimName:*string
PodSchedulingGate
  name=string
PodSecurityContext
  seLinuxOptions:*SELinuxOptions windowsOptions:*WindowsSecurityContextOptions runAsUser:*int64
  runAsGroup:*int64 runAsNonRoot:*bool supplementalGroups:[int64] supplementalGroupsPolicy:*string
  fsGroup:*int64 sysctls:[Sysctl] fsGroupChangePolicy:*string seccompProfile:*SeccompProfile
  appArmorProfile:*AppArmorProfile seLinuxChangePolicy:*string
PodSpec
  volumes:[Volume]@name^ initContainers:[Container]@name containers=[Container]@name
  ephemeralContainers:[EphemeralContainer]@name restartPolicy:string terminationGracePeriodSeconds:*int64
  activeDeadlineSeconds:*int64 dnsPolicy:string nodeSelector:{string}! serviceAccountName:string
  serviceAccount:string automountServiceAccountToken:*bool nodeName:string hostNetwork:bool hostPID:bool
  hostIPC:bool shareProcessNamespace:*bool securityContext:*PodSecurityContext
  imagePullSecrets:[LocalObjectReference]@name hostname:string subdomain:string affinity:*Affinity
  schedulerName:string tolerations:[Toleration] hostAliases:[HostAlias]@ip priorityClassName:string
  priority:*int32 dnsConfig:*PodDNSConfig readinessGates:[PodReadinessGate] runtimeClassName:*string
  enableServiceLinks:*bool preemptionPolicy:*string overhead:{quantity}
  topologySpreadConstraints:[TopologySpreadConstraint]@topologyKey,whenUnsatisfiable
  setHostnameAsFQDN:*bool os:*PodOS hostUsers:*bool schedulingGates:[PodSchedulingGate]@name
  resourceClaims:[PodResourceClaim]@name^ resources:*ResourceRequirements
PodStatus
  observedGeneration:int64 phase:string conditions:[PodCondition]@type message:string reason:string
  nominatedNodeName:string hostIP:string hostIPs:[HostIP]@ip/patch podIP:string podIPs:[PodIP]@ip
  startTime:*time initContainerStatuses:[ContainerStatus] containerStatuses:[ContainerStatus]
  qosClass:string ephemeralContainerStatuses:[ContainerStatus] resize:string
  resourceClaimStatuses:[PodResourceClaimStatus]@name^
PodTemplate
  kind:string apiVersion:string metadata:meta.ObjectMeta template:PodTemplateSpec
PodTemplateSpec
  metadata:meta.ObjectMeta spec:PodSpec
PreferredSchedulingTerm
  weight=int32 preference=NodeSelectorTerm
Probe
  exec:*ExecAction httpGet:*HTTPGetAction tcpSocket:*TCPSocketAction grpc:*GRPCAction
  initialDelaySeconds:int32 timeoutSeconds:int32 periodSeconds:int32 successThreshold:int32
  failureThreshold:int32 terminationGracePeriodSeconds:*int64
ReplicationController
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:ReplicationControllerSpec
  status:ReplicationControllerStatus
ReplicationControllerCondition
  type=string status=string lastTransitionTime:time reason:string message:string
ReplicationControllerSpec
  replicas:*int32 minReadySeconds:int32 selector:{string}! template:*PodTemplateSpec
ReplicationControllerStatus
  replicas=int32 fullyLabeledReplicas:int32 readyReplicas:int32 availableReplicas:int32
  observedGeneration:int64 conditions:[ReplicationControllerCondition]@type
ResourceClaim
  name=string request:string
ResourceFieldSelector!
  containerName:string resource=string divisor:quantity
ResourceHealth
  resourceID=string health:string
ResourceRequirements
  limits:{quantity} requests:{quantity} claims:[ResourceClaim]@name/apply
ResourceStatus
  name=string resources:[ResourceHealth]@resourceID/apply
SELinuxOptions
  user:string role:string type:string level:string
SeccompProfile
  type=string localhostProfile:*string
SecretEnvSource
  name:string optional:*bool
SecretKeySelector!
  name:string key=string optional:*bool
SecurityContext
  capabilities:*Capabilities privileged:*bool seLinuxOptions:*SELinuxOptions
  windowsOptions:*WindowsSecurityContextOptions runAsUser:*int64 runAsGroup:*int64 runAsNonRoot:*bool
  readOnlyRootFilesystem:*bool allowPrivilegeEscalation:*bool procMount:*string
  seccompProfile:*SeccompProfile appArmorProfile:*AppArmorProfile
SleepAction
  seconds=int64
Sysctl
  name=string value=string
TCPSocketAction
  port=intOrString host:string
Toleration
  key:string operator:string value:string effect:string tolerationSeconds:*int64
TopologySpreadConstraint
  maxSkew=int32 topologyKey=string whenUnsatisfiable=string labelSelector:*meta.LabelSelector
  minDomains:*int32 nodeAffinityPolicy:*string nodeTaintsPolicy:*string matchLabelKeys:[string]
TypedLocalObjectReference!
  apiGroup=*string kind=string name=string
VolumeDevice
  name=string devicePath=string
VolumeMount
  name=string readOnly:bool recursiveReadOnly:*string mountPath=string subPath:string
  mountPropagation:*string subPathExpr:string
VolumeMountStatus
  name=string mountPath=string readOnly:bool recursiveReadOnly:*string
WeightedPodAffinityTerm
  weight=int32 podAffinityTerm=PodAffinityTerm
WindowsSecurityContextOptions
  gmsaCredentialSpecName:*string gmsaCredentialSpec:*string runAsUserName:*string hostProcess:*bool
`
