/** networking.k8s.io/v1; the notation is that of `structs.ts`. */
export const networkingTable = `
HTTPIngressPath
  path:string pathType=*string backend=IngressBackend
HTTPIngressRuleValue
  paths=[HTTPIngressPath]
IPBlock
  cidr=string except:[string]
Ingress
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:IngressSpec status:IngressStatus
IngressBackend
  service:*IngressServiceBackend resource:*core.TypedLocalObjectReference
IngressClass
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:IngressClassSpec
IngressClassParametersReference
  apiGroup:*string kind=string name=string scope=*string namespace:*string
IngressClassSpec
  controller:string parameters:*IngressClassParametersReference
IngressLoadBalancerIngress
  ip:string hostname:string ports:[IngressPortStatus]
IngressLoadBalancerStatus
  ingress:[IngressLoadBalancerIngress]
IngressPortStatus
  port=int32 protocol=string error:*string
IngressRule
  host:string http:*HTTPIngressRuleValue
IngressServiceBackend
  name=string port:ServiceBackendPort
IngressSpec
  ingressClassName:*string defaultBackend:*IngressBackend tls:[IngressTLS] rules:[IngressRule]
IngressStatus
  loadBalancer:IngressLoadBalancerStatus
IngressTLS
  hosts:[string] secretName:string
NetworkPolicy
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:NetworkPolicySpec
NetworkPolicyEgressRule
  ports:[NetworkPolicyPort] to:[NetworkPolicyPeer]
NetworkPolicyIngressRule
  ports:[NetworkPolicyPort] from:[NetworkPolicyPeer]
NetworkPolicyPeer
  podSelector:*meta.LabelSelector namespaceSelector:*meta.LabelSelector ipBlock:*IPBlock
NetworkPolicyPort
  protocol:*string port:*intOrString endPort:*int32
NetworkPolicySpec
  podSelector=meta.LabelSelector ingress:[NetworkPolicyIngressRule] egress:[NetworkPolicyEgressRule]
  policyTypes:[string]
ServiceBackendPort!
  name:string number:int32
`
