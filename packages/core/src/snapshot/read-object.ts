import {
  type Checked,
  type Fault,
  isObject,
  type Json,
  type KubeObject,
  memberOf,
  valueAt,
} from '../kube/index.ts'
import { SEPARATOR } from './keys.ts'

/** The object that a value is, or the first thing that keeps it from being one. */
export function readObject(value: Json): Checked<KubeObject> {
  const fault = faultOf(value)
  return fault === undefined ? { ok: true, value: value as KubeObject } : { ok: false, faults: [fault] }
}

function faultOf(value: Json): Fault | undefined {
  if (!isObject(value)) return faultAt('', value, 'a Kubernetes object')
  if (!isText(memberOf(value, 'apiVersion'))) return memberFault(value, ['apiVersion'], 'a version')
  if (!isText(memberOf(value, 'kind'))) return memberFault(value, ['kind'], 'a kind')
  if (!isObject(memberOf(value, 'metadata'))) return memberFault(value, ['metadata'], 'an object')
  if (!isText(valueAt(value, 'metadata', 'name'))) return memberFault(value, ['metadata', 'name'], 'a name')
  const namespace = valueAt(value, 'metadata', 'namespace')
  const hasNone = namespace === undefined || namespace === null || namespace === ''
  return hasNone || isText(namespace) ? undefined : memberFault(value, ['metadata', 'namespace'], 'a name')
}

// No server accepts U+0000 in a name; here it would make two identities look like one.
function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && value !== '' && !value.includes(SEPARATOR)
}

function memberFault(value: Json, path: readonly string[], expected: string): Fault {
  return faultAt(path.join('.'), valueAt(value, ...path), expected)
}

function faultAt(path: string, found: Json | undefined, expected: string): Fault {
  const message = found === undefined ? `is missing: ${expected} is needed` : `is not ${expected}`
  return { code: 'ObjectUnreadable', path, message, expected, ...scalar(found) }
}

// A whole subtree would only bury the message.
function scalar(found: Json | undefined): Readonly<{ found?: Json }> {
  return found === undefined || (typeof found === 'object' && found !== null) ? {} : { found }
}
