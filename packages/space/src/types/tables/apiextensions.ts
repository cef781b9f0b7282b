/** apiextensions.k8s.io/v1; the notation is that of `structs.ts`. */
export const apiextensionsTable = `
CustomResourceColumnDefinition
  name=string type=string format:string description:string priority:int32 jsonPath=string
CustomResourceConversion
  strategy=string webhook:*WebhookConversion
CustomResourceDefinition
  kind:string apiVersion:string metadata:meta.ObjectMeta spec=CustomResourceDefinitionSpec
  status:CustomResourceDefinitionStatus
CustomResourceDefinitionCondition
  type=string status=string lastTransitionTime:time reason:string message:string
CustomResourceDefinitionNames
  plural=string singular:string shortNames:[string] kind=string listKind:string categories:[string]
CustomResourceDefinitionSpec
  group=string names=CustomResourceDefinitionNames scope=string versions=[CustomResourceDefinitionVersion]
  conversion:*CustomResourceConversion preserveUnknownFields:bool
CustomResourceDefinitionStatus
  conditions=[CustomResourceDefinitionCondition]@type/apply acceptedNames=CustomResourceDefinitionNames
  storedVersions=[string]
CustomResourceDefinitionVersion
  name=string served=bool storage=bool deprecated:bool deprecationWarning:*string
  schema:*CustomResourceValidation subresources:*CustomResourceSubresources
  additionalPrinterColumns:[CustomResourceColumnDefinition] selectableFields:[SelectableField]
CustomResourceSubresourceScale
  specReplicasPath=string statusReplicasPath=string labelSelectorPath:*string
CustomResourceSubresourceStatus
CustomResourceSubresources
  status:*CustomResourceSubresourceStatus scale:*CustomResourceSubresourceScale
CustomResourceValidation
  openAPIV3Schema:*JSONSchemaProps
ExternalDocumentation
  description:string url:string
JSONSchemaProps
  id:string $schema:string $ref:*string description:string type:string format:string title:string
  default:*any maximum:*float64 exclusiveMaximum:bool minimum:*float64 exclusiveMinimum:bool
  maxLength:*int64 minLength:*int64 pattern:string maxItems:*int64 minItems:*int64 uniqueItems:bool
  multipleOf:*float64 enum:[any] maxProperties:*int64 minProperties:*int64 required:[string] items:*any
  allOf:[JSONSchemaProps] oneOf:[JSONSchemaProps] anyOf:[JSONSchemaProps] not:*JSONSchemaProps
  properties:{JSONSchemaProps} additionalProperties:*any patternProperties:{JSONSchemaProps}
  dependencies:{any} additionalItems:*any definitions:{JSONSchemaProps}
  externalDocs:*ExternalDocumentation example:*any nullable:bool
  x-kubernetes-preserve-unknown-fields:*bool x-kubernetes-embedded-resource:bool
  x-kubernetes-int-or-string:bool x-kubernetes-list-map-keys:[string] x-kubernetes-list-type:*string
  x-kubernetes-map-type:*string x-kubernetes-validations:[ValidationRule]@rule
SelectableField
  jsonPath=string
ServiceReference
  namespace=string name=string path:*string port:*int32
ValidationRule
  rule=string message:string messageExpression:string reason:*string fieldPath:string
  optionalOldSelf:*bool
WebhookClientConfig
  url:*string service:*ServiceReference caBundle:bytes
WebhookConversion
  clientConfig:*WebhookClientConfig conversionReviewVersions=[string]
`
