import { isObject, type Json, type JsonObject, memberOf, stringAt, stringifyJson } from '@downsync/core'
import { type FieldError, forbiddenField, invalidAs, invalidValue, requiredValue } from '../status/index.ts'
import { objectAt } from './fields.ts'

export function deploymentStrategyErrors(strategy: JsonObject, path: string): readonly FieldError[] {
  const type = stringAt(strategy, 'type') ?? ''
  const rolling = memberOf(strategy, 'rollingUpdate')
  if (type === 'Recreate')
    return isObject(rolling)
      ? [forbiddenField(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")]
      : []
  if (type === 'RollingUpdate') return rollingErrors(objectAt(strategy, 'rollingUpdate'), path)
  const shown = isObject(rolling)
    ? '(*apps.RollingUpdateDeployment){}'
    : '(*apps.RollingUpdateDeployment)(nil)'
  return [
    {
      path,
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: apps.DeploymentStrategy{Type:${JSON.stringify(type)}, RollingUpdate:${shown}}: supported values: "Recreate", "RollingUpdate"`,
    },
  ]
}

function rollingErrors(rolling: JsonObject, path: string): readonly FieldError[] {
  const [unavailable, surge] = [memberOf(rolling, 'maxUnavailable'), memberOf(rolling, 'maxSurge')]
  const at = `${path}.rollingUpdate`
  const errors = [
    ...shareErrors(unavailable, `${at}.maxUnavailable`),
    ...shareErrors(surge, `${at}.maxSurge`),
  ]
  if (shareOf(unavailable) === 0 && shareOf(surge) === 0)
    errors.push(
      invalidAs(`${at}.maxUnavailable`, goIntOrString(unavailable), 'may not be 0 when `maxSurge` is 0'),
    )
  return [...errors, ...withinHundred(unavailable, `${at}.maxUnavailable`)]
}

export function daemonSetStrategyErrors(strategy: JsonObject, path: string): readonly FieldError[] {
  const type = stringAt(strategy, 'type') ?? ''
  if (type === 'OnDelete') return []
  if (type !== 'RollingUpdate')
    return [
      {
        path: `${path}.type`,
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(type)}: supported values: "RollingUpdate", "OnDelete"`,
      },
    ]
  const rolling = objectAt(strategy, 'rollingUpdate')
  const [unavailable, surge] = [memberOf(rolling, 'maxUnavailable'), memberOf(rolling, 'maxSurge')]
  const at = `${path}.rollingUpdate`
  const errors = [
    ...shareErrors(unavailable, `${at}.maxUnavailable`),
    ...shareErrors(surge, `${at}.maxSurge`),
    ...withinHundred(unavailable, `${at}.maxUnavailable`),
    ...withinHundred(surge, `${at}.maxSurge`),
  ]
  if (shareOf(unavailable) !== 0 && shareOf(surge) !== 0)
    errors.push(
      invalidAs(`${at}.maxSurge`, goIntOrString(surge), 'may not be set when maxUnavailable is non-zero'),
    )
  if (shareOf(unavailable) === 0 && shareOf(surge) === 0)
    errors.push(requiredValue(`${at}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'))
  return errors
}

function shareErrors(value: Json | undefined, path: string): FieldError[] {
  if (typeof value === 'string')
    return /^[0-9]+%$/.test(value)
      ? []
      : [
          invalidAs(
            path,
            goIntOrString(value),
            "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
          ),
        ]
  return typeof value === 'number' && value < 0
    ? [invalidValue(path, value, 'must be greater than or equal to 0')]
    : []
}

function withinHundred(value: Json | undefined, path: string): FieldError[] {
  return typeof value === 'string' && shareOf(value) > 100
    ? [invalidAs(path, goIntOrString(value), 'must not be greater than 100%')]
    : []
}

function shareOf(value: Json | undefined): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? Number(value.replace('%', '')) : 0
}

function goIntOrString(value: Json | undefined): string {
  return typeof value === 'string'
    ? `intstr.IntOrString{Type:1, IntVal:0, StrVal:${stringifyJson(value)}}`
    : `intstr.IntOrString{Type:0, IntVal:${stringifyJson(value ?? 0)}, StrVal:""}`
}
