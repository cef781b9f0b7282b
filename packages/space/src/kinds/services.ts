import {
  dnsLabelErrors,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
  subdomainErrors,
} from '@downsync/core'
import {
  duplicateValue,
  type FieldError,
  forbiddenField,
  invalidAs,
  invalidValue,
  requiredValue,
  unsupportedValue,
} from '../status/index.ts'
import { choiceErrors, portNumberErrors } from './container-errors.ts'
import { numberAt, objectAt } from './fields.ts'
import type { Kind } from './kind.ts'
import { labelsErrors } from './label-selector.ts'
import { NETWORK, withAddresses, withKeptAddresses } from './service-addresses.ts'

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const ADDRESS = /^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)$/

export const services: Kind = {
  created: withAddresses,
  updated: (object, before, context) => withAddresses(withKeptAddresses(object, before), context),
  errors(object, before) {
    const spec = objectAt(object, 'spec')
    const type = stringAt(spec, 'type') ?? ''
    const ports = listAt(spec, 'ports')
    const isHeadless = stringAt(spec, 'clusterIP') === 'None'
    const errors: FieldError[] = []
    if (ports.length === 0 && !isHeadless && type !== 'ExternalName') errors.push(requiredValue('spec.ports'))
    if (isHeadless && (type === 'LoadBalancer' || type === 'NodePort'))
      errors.push(invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`))
    if (type === 'ExternalName') errors.push(...externalNameErrors(spec))
    errors.push(...portsErrors(ports), ...labelsErrors(objectAt(spec, 'selector'), 'spec.selector'))
    const affinity = stringAt(spec, 'sessionAffinity') ?? ''
    if (affinity !== 'None' && affinity !== 'ClientIP')
      errors.push(unsupportedValue('spec.sessionAffinity', affinity, ['ClientIP', 'None']))
    if (before === undefined) errors.push(...addressErrors(spec))
    if (!TYPES.includes(type)) errors.push(unsupportedValue('spec.type', type, TYPES))
    return [...errors, ...pairErrors(ports, type)]
  },
  changeErrors(object, before) {
    const [spec, old] = [objectAt(object, 'spec'), objectAt(before, 'spec')]
    const address = stringAt(spec, 'clusterIP')
    const isKept = address === stringAt(old, 'clusterIP')
    if (isKept || stringAt(old, 'type') === 'ExternalName' || stringAt(spec, 'type') === 'ExternalName')
      return []
    return [
      invalidAs('spec.clusterIPs[0]', `[]string{${JSON.stringify(address)}}`, 'may not change once set'),
    ]
  },
  statusErrors(object: KubeObject) {
    const ingress = listAt(objectAt(object, 'status', 'loadBalancer'), 'ingress')
    return ingress.length > 0 && stringAt(object, 'spec', 'type') !== 'LoadBalancer'
      ? [forbiddenField('status.loadBalancer.ingress', "may only be used when `spec.type` is 'LoadBalancer'")]
      : []
  },
}

function externalNameErrors(spec: JsonObject): readonly FieldError[] {
  const name = (stringAt(spec, 'externalName') ?? '').replace(/\.$/, '')
  return name === ''
    ? [requiredValue('spec.externalName')]
    : subdomainErrors(name).map((text) => invalidValue('spec.externalName', name, text))
}

function portsErrors(ports: readonly Json[]): readonly FieldError[] {
  const names = new Set<string>()
  return ports.flatMap((port, index) => {
    const at = `spec.ports[${index}]`
    const name = stringAt(port, 'name') ?? ''
    const errors: FieldError[] = []
    if (name === '') errors.push(...(ports.length > 1 ? [requiredValue(`${at}.name`)] : []))
    else {
      errors.push(...dnsLabelErrors(name).map((text) => invalidValue(`${at}.name`, name, text)))
      if (names.has(name)) errors.push(duplicateValue(`${at}.name`, name))
      names.add(name)
    }
    return [
      ...errors,
      ...portNumberErrors(numberAt(port, 'port'), `${at}.port`),
      ...choiceErrors(port, at, 'protocol', ['SCTP', 'TCP', 'UDP']),
      ...targetErrors(memberOf(port, 'targetPort'), `${at}.targetPort`),
    ]
  })
}

function targetErrors(target: Json | undefined, path: string): readonly FieldError[] {
  if (typeof target === 'number') return portNumberErrors(target, path)
  if (typeof target !== 'string' || /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(target)) return []
  return [
    invalidValue(path, target, 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'),
  ]
}

// Ports are told apart by protocol and number.
function pairErrors(ports: readonly Json[], type: string): readonly FieldError[] {
  const seen = new Set<string>()
  return ports.flatMap((port, index): readonly FieldError[] => {
    const at = `spec.ports[${index}]`
    const [protocol, number] = [stringAt(port, 'protocol') ?? '', numberAt(port, 'port')]
    const errors: FieldError[] = []
    if (type === 'ClusterIP' && numberAt(port, 'nodePort') > 0)
      errors.push(forbiddenField(`${at}.nodePort`, "may not be used when `type` is 'ClusterIP'"))
    if (isObject(port) && seen.has(`${protocol}/${number}`))
      errors.push({
        path: at,
        reason: 'FieldValueDuplicate',
        message: `Duplicate value: core.ServicePort{Name:"", Protocol:${JSON.stringify(protocol)}, AppProtocol:(*string)(nil), Port:${number}, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}`,
      })
    seen.add(`${protocol}/${number}`)
    return errors
  })
}

function addressErrors(spec: JsonObject): readonly FieldError[] {
  const address = stringAt(spec, 'clusterIP')
  if (address === undefined || address === 'None') return []
  if (!ADDRESS.test(address))
    return [
      invalidValue(
        'spec.clusterIPs[0]',
        address,
        'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ),
    ]
  return address.startsWith(NETWORK)
    ? []
    : [
        invalidAs(
          'spec.clusterIPs',
          `[]string{${JSON.stringify(address)}}`,
          `failed to allocate IP ${address}: the provided network does not match the current range`,
        ),
      ]
}
