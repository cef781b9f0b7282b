import { dnsLabelErrors, type Json, listAt, memberOf, stringAt } from '@downsync/core'
import {
  duplicateValue,
  type FieldError,
  invalidValue,
  notFoundValue,
  requiredValue,
  unsupportedValue,
} from '../status/index.ts'
import { amountOf } from '../types/index.ts'
import { nonNegativeErrors, numberAt, objectAt } from './fields.ts'

const PORT_RANGE = 'must be between 1 and 65535, inclusive'
const PORT_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const

/** What is wrong with a list of containers whose volumes have these names. */
export function containersErrors(
  containers: readonly Json[],
  volumes: ReadonlySet<string>,
  path: string,
): readonly FieldError[] {
  const names = new Set<string>()
  return containers.flatMap((container, index) => {
    const at = `${path}[${index}]`
    const name = stringAt(container, 'name') ?? ''
    const isTwice = names.has(name)
    names.add(name)
    return [
      ...containerErrors(container, volumes, at),
      ...(isTwice ? [duplicateValue(`${at}.name`, name)] : []),
      ...probes.flatMap((probe) =>
        nonNegativeErrors(
          memberOf(container, probe),
          `${at}.${probe}`,
          'initialDelaySeconds',
          'timeoutSeconds',
          'periodSeconds',
          'successThreshold',
          'failureThreshold',
        ),
      ),
    ]
  })
}

function containerErrors(container: Json, volumes: ReadonlySet<string>, path: string): readonly FieldError[] {
  const errors: FieldError[] = []
  const name = stringAt(container, 'name') ?? ''
  if (name === '') errors.push(requiredValue(`${path}.name`))
  else errors.push(...dnsLabelErrors(name).map((text) => invalidValue(`${path}.name`, name, text)))
  if ((stringAt(container, 'image') ?? '') === '') errors.push(requiredValue(`${path}.image`))
  errors.push(
    ...choiceErrors(container, path, 'terminationMessagePolicy', ['File', 'FallbackToLogsOnError']),
    ...listAt(container, 'ports').flatMap((port, index) => portErrors(port, `${path}.ports[${index}]`)),
    ...listAt(container, 'env').flatMap((variable, index) =>
      (stringAt(variable, 'name') ?? '') === '' ? [requiredValue(`${path}.env[${index}].name`)] : [],
    ),
    ...mountErrors(listAt(container, 'volumeMounts'), volumes, `${path}.volumeMounts`),
    ...choiceErrors(container, path, 'imagePullPolicy', ['Always', 'IfNotPresent', 'Never']),
    ...resourceErrors(memberOf(container, 'resources'), `${path}.resources`),
  )
  return errors
}

export function choiceErrors(
  value: Json,
  path: string,
  field: string,
  choices: readonly string[],
): readonly FieldError[] {
  const given = stringAt(value, field)
  return given === undefined || choices.includes(given)
    ? []
    : [unsupportedValue(`${path}.${field}`, given, choices)]
}

function portErrors(port: Json, path: string): readonly FieldError[] {
  const errors: FieldError[] = []
  const name = stringAt(port, 'name') ?? ''
  if (
    name !== '' &&
    (name.length > 15 || !PORT_NAME.test(name) || !/[a-z]/.test(name) || name.includes('--'))
  )
    errors.push(invalidValue(`${path}.name`, name, portNameText(name)))
  const number = numberAt(port, 'containerPort')
  if (number === 0) errors.push(requiredValue(`${path}.containerPort`))
  else errors.push(...portNumberErrors(number, `${path}.containerPort`))
  const host = numberAt(port, 'hostPort')
  if (host !== 0) errors.push(...portNumberErrors(host, `${path}.hostPort`))
  return [...errors, ...choiceErrors(port, path, 'protocol', ['SCTP', 'TCP', 'UDP'])]
}

function portNameText(name: string): string {
  if (name.length > 15) return 'must be no more than 15 characters'
  if (!PORT_NAME.test(name)) return 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'
  return name.includes('--')
    ? 'must not contain consecutive hyphens'
    : 'must contain at least one letter (a-z)'
}

export function portNumberErrors(port: number, path: string): readonly FieldError[] {
  return port >= 1 && port <= 65_535 ? [] : [invalidValue(path, port, PORT_RANGE)]
}

function mountErrors(
  mounts: readonly Json[],
  volumes: ReadonlySet<string>,
  path: string,
): readonly FieldError[] {
  const seen = new Set<string>()
  return mounts.flatMap((mount, index) => {
    const at = `${path}[${index}]`
    const errors: FieldError[] = []
    const name = stringAt(mount, 'name') ?? ''
    if (name === '') errors.push(requiredValue(`${at}.name`))
    if (!volumes.has(name)) errors.push(notFoundValue(`${at}.name`, name))
    const place = stringAt(mount, 'mountPath') ?? ''
    if (place === '') errors.push(requiredValue(`${at}.mountPath`))
    if (seen.has(place)) errors.push(invalidValue(`${at}.mountPath`, place, 'must be unique'))
    seen.add(place)
    return errors
  })
}

function resourceErrors(resources: Json | undefined, path: string): readonly FieldError[] {
  const limits = objectAt(resources, 'limits')
  const errors: FieldError[] = []
  for (const [name, wanted] of Object.entries(objectAt(resources, 'requests'))) {
    const at = `${path}.requests`
    const amount = amountOf(textOf(wanted))
    const limit = amountOf(textOf(memberOf(limits, name)))
    if (typeof amount === 'string') continue
    if (amount.nano < 0n)
      errors.push(invalidValue(`${at}[${name}]`, wanted, 'must be greater than or equal to 0'))
    if (typeof limit !== 'string' && amount.nano > limit.nano)
      errors.push(
        invalidValue(
          at,
          wanted,
          `must be less than or equal to ${name} limit of ${textOf(memberOf(limits, name))}`,
        ),
      )
  }
  return errors
}

// Quantities are texts once they are read.
function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
