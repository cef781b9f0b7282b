/** Volumes, claims and what provides them; the notation is that of `structs.ts`. */
export const coreVolumesTable = `
AWSElasticBlockStoreVolumeSource
  volumeID=string fsType:string partition:int32 readOnly:bool
AzureDiskVolumeSource
  diskName=string diskURI=string cachingMode:*string fsType:*string readOnly:*bool kind:*string
AzureFilePersistentVolumeSource
  secretName=string shareName=string readOnly:bool secretNamespace=*string
AzureFileVolumeSource
  secretName=string shareName=string readOnly:bool
CSIPersistentVolumeSource
  driver=string volumeHandle=string readOnly:bool fsType:string volumeAttributes:{string}
  controllerPublishSecretRef:*SecretReference nodeStageSecretRef:*SecretReference
  nodePublishSecretRef:*SecretReference controllerExpandSecretRef:*SecretReference
  nodeExpandSecretRef:*SecretReference
CSIVolumeSource
  driver=string readOnly:*bool fsType:*string volumeAttributes:{string}
  nodePublishSecretRef:*LocalObjectReference
CephFSPersistentVolumeSource
  monitors=[string] path:string user:string secretFile:string secretRef:*SecretReference readOnly:bool
CephFSVolumeSource
  monitors=[string] path:string user:string secretFile:string secretRef:*LocalObjectReference
  readOnly:bool
CinderPersistentVolumeSource
  volumeID=string fsType:string readOnly:bool secretRef:*SecretReference
CinderVolumeSource
  volumeID=string fsType:string readOnly:bool secretRef:*LocalObjectReference
ClusterTrustBundleProjection
  name:*string signerName:*string labelSelector:*meta.LabelSelector optional:*bool path=string
ConfigMapProjection
  name:string items:[KeyToPath] optional:*bool
ConfigMapVolumeSource
  name:string items:[KeyToPath] defaultMode:*int32 optional:*bool
DownwardAPIProjection
  items:[DownwardAPIVolumeFile]
DownwardAPIVolumeFile
  path=string fieldRef:*ObjectFieldSelector resourceFieldRef:*ResourceFieldSelector mode:*int32
DownwardAPIVolumeSource
  items:[DownwardAPIVolumeFile] defaultMode:*int32
EmptyDirVolumeSource
  medium:string sizeLimit:*quantity
EphemeralVolumeSource
  volumeClaimTemplate:*PersistentVolumeClaimTemplate
FCVolumeSource
  targetWWNs:[string] lun:*int32 fsType:string readOnly:bool wwids:[string]
FlexPersistentVolumeSource
  driver=string fsType:string secretRef:*SecretReference readOnly:bool options:{string}
FlexVolumeSource
  driver=string fsType:string secretRef:*LocalObjectReference readOnly:bool options:{string}
FlockerVolumeSource
  datasetName:string datasetUUID:string
GCEPersistentDiskVolumeSource
  pdName=string fsType:string partition:int32 readOnly:bool
GitRepoVolumeSource
  repository=string revision:string directory:string
GlusterfsPersistentVolumeSource
  endpoints=string path=string readOnly:bool endpointsNamespace:*string
GlusterfsVolumeSource
  endpoints=string path=string readOnly:bool
HostPathVolumeSource
  path=string type:*string
ISCSIPersistentVolumeSource
  targetPortal=string iqn=string lun=int32 iscsiInterface:string fsType:string readOnly:bool
  portals:[string] chapAuthDiscovery:bool chapAuthSession:bool secretRef:*SecretReference
  initiatorName:*string
ISCSIVolumeSource
  targetPortal=string iqn=string lun=int32 iscsiInterface:string fsType:string readOnly:bool
  portals:[string] chapAuthDiscovery:bool chapAuthSession:bool secretRef:*LocalObjectReference
  initiatorName:*string
ImageVolumeSource
  reference:string pullPolicy:string
LocalVolumeSource
  path=string fsType:*string
ModifyVolumeStatus
  targetVolumeAttributesClassName:string status=string
NFSVolumeSource
  server=string path=string readOnly:bool
PersistentVolume
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:PersistentVolumeSpec
  status:PersistentVolumeStatus
PersistentVolumeClaim
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:PersistentVolumeClaimSpec
  status:PersistentVolumeClaimStatus
PersistentVolumeClaimCondition
  type=string status=string lastProbeTime:time lastTransitionTime:time reason:string message:string
PersistentVolumeClaimSpec
  accessModes:[string] selector:*meta.LabelSelector resources:VolumeResourceRequirements volumeName:string
  storageClassName:*string volumeMode:*string dataSource:*TypedLocalObjectReference
  dataSourceRef:*TypedObjectReference volumeAttributesClassName:*string
PersistentVolumeClaimStatus
  phase:string accessModes:[string] capacity:{quantity} conditions:[PersistentVolumeClaimCondition]@type
  allocatedResources:{quantity} allocatedResourceStatuses:{string}
  currentVolumeAttributesClassName:*string modifyVolumeStatus:*ModifyVolumeStatus
PersistentVolumeClaimTemplate
  metadata:meta.ObjectMeta spec=PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource
  claimName=string readOnly:bool
PersistentVolumeSpec
  capacity:{quantity} gcePersistentDisk:*GCEPersistentDiskVolumeSource
  awsElasticBlockStore:*AWSElasticBlockStoreVolumeSource hostPath:*HostPathVolumeSource
  glusterfs:*GlusterfsPersistentVolumeSource nfs:*NFSVolumeSource rbd:*RBDPersistentVolumeSource
  iscsi:*ISCSIPersistentVolumeSource cinder:*CinderPersistentVolumeSource
  cephfs:*CephFSPersistentVolumeSource fc:*FCVolumeSource flocker:*FlockerVolumeSource
  flexVolume:*FlexPersistentVolumeSource azureFile:*AzureFilePersistentVolumeSource
  vsphereVolume:*VsphereVirtualDiskVolumeSource quobyte:*QuobyteVolumeSource
  azureDisk:*AzureDiskVolumeSource photonPersistentDisk:*PhotonPersistentDiskVolumeSource
  portworxVolume:*PortworxVolumeSource scaleIO:*ScaleIOPersistentVolumeSource local:*LocalVolumeSource
  storageos:*StorageOSPersistentVolumeSource csi:*CSIPersistentVolumeSource accessModes:[string]
  claimRef:*ObjectReference+ persistentVolumeReclaimPolicy:string storageClassName:string
  mountOptions:[string] volumeMode:*string nodeAffinity:*VolumeNodeAffinity
  volumeAttributesClassName:*string
PersistentVolumeStatus
  phase:string message:string reason:string lastPhaseTransitionTime:*time
PhotonPersistentDiskVolumeSource
  pdID=string fsType:string
PortworxVolumeSource
  volumeID=string fsType:string readOnly:bool
ProjectedVolumeSource
  sources=[VolumeProjection] defaultMode:*int32
QuobyteVolumeSource
  registry=string volume=string readOnly:bool user:string group:string tenant:string
RBDPersistentVolumeSource
  monitors=[string] image=string fsType:string pool:string user:string keyring:string
  secretRef:*SecretReference readOnly:bool
RBDVolumeSource
  monitors=[string] image=string fsType:string pool:string user:string keyring:string
  secretRef:*LocalObjectReference readOnly:bool
ScaleIOPersistentVolumeSource
  gateway=string system=string secretRef=*SecretReference sslEnabled:bool protectionDomain:string
  storagePool:string storageMode:string volumeName:string fsType:string readOnly:bool
ScaleIOVolumeSource
  gateway=string system=string secretRef=*LocalObjectReference sslEnabled:bool protectionDomain:string
  storagePool:string storageMode:string volumeName:string fsType:string readOnly:bool
SecretProjection
  name:string items:[KeyToPath] optional:*bool
SecretVolumeSource
  secretName:string items:[KeyToPath] defaultMode:*int32 optional:*bool
ServiceAccountTokenProjection
  audience:string expirationSeconds:*int64 path=string
StorageOSPersistentVolumeSource
  volumeName:string volumeNamespace:string fsType:string readOnly:bool secretRef:*ObjectReference
StorageOSVolumeSource
  volumeName:string volumeNamespace:string fsType:string readOnly:bool secretRef:*LocalObjectReference
TypedObjectReference
  apiGroup=*string kind=string name=string namespace:*string
Volume
  name=string hostPath:*HostPathVolumeSource emptyDir:*EmptyDirVolumeSource
  gcePersistentDisk:*GCEPersistentDiskVolumeSource awsElasticBlockStore:*AWSElasticBlockStoreVolumeSource
  gitRepo:*GitRepoVolumeSource secret:*SecretVolumeSource nfs:*NFSVolumeSource iscsi:*ISCSIVolumeSource
  glusterfs:*GlusterfsVolumeSource persistentVolumeClaim:*PersistentVolumeClaimVolumeSource
  rbd:*RBDVolumeSource flexVolume:*FlexVolumeSource cinder:*CinderVolumeSource cephfs:*CephFSVolumeSource
  flocker:*FlockerVolumeSource downwardAPI:*DownwardAPIVolumeSource fc:*FCVolumeSource
  azureFile:*AzureFileVolumeSource configMap:*ConfigMapVolumeSource
  vsphereVolume:*VsphereVirtualDiskVolumeSource quobyte:*QuobyteVolumeSource
  azureDisk:*AzureDiskVolumeSource photonPersistentDisk:*PhotonPersistentDiskVolumeSource
  projected:*ProjectedVolumeSource portworxVolume:*PortworxVolumeSource scaleIO:*ScaleIOVolumeSource
  storageos:*StorageOSVolumeSource csi:*CSIVolumeSource ephemeral:*EphemeralVolumeSource
  image:*ImageVolumeSource
VolumeNodeAffinity
  required:*NodeSelector
VolumeProjection
  secret:*SecretProjection downwardAPI:*DownwardAPIProjection configMap:*ConfigMapProjection
  serviceAccountToken:*ServiceAccountTokenProjection clusterTrustBundle:*ClusterTrustBundleProjection
VolumeResourceRequirements
  limits:{quantity} requests:{quantity}
VsphereVirtualDiskVolumeSource
  volumePath=string fsType:string storagePolicyName:string storagePolicyID:string
`
