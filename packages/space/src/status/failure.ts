import type { GroupResource, Json, JsonObject } from '@downsync/core'
import type { FieldError } from './field-error.ts'
import { fieldErrorText } from './field-error.ts'

/** Why a request is refused, as much as a `Status` object says of it. */
export type Failure = Readonly<{
  code: number
  reason: string
  message: string
  details?: JsonObject
  /** `metadata.continue` of the Status: where an expired list can be taken up again. */
  continueToken?: string
}>

/** A value, or the refusal that a client is answered with. */
export type Outcome<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; failure: Failure }>

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

export function refused(failure: Failure): Readonly<{ ok: false; failure: Failure }> {
  return { ok: false, failure }
}

/** The `Status` object (meta/v1) of a failure. */
export function statusOf(failure: Failure): JsonObject {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: failure.continueToken === undefined ? {} : { continue: failure.continueToken },
    status: 'Failure',
    message: failure.message,
    ...(failure.reason === '' ? {} : { reason: failure.reason }),
    ...(failure.details === undefined ? {} : { details: failure.details }),
    code: failure.code,
  }
}

/** `deployments.apps`, `configmaps`. */
export function qualified({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`
}

export function notFound(resource: GroupResource, name: string): Failure {
  return {
    code: 404,
    reason: 'NotFound',
    message: `${qualified(resource)} "${name}" not found`,
    details: detailsOf(resource, name),
  }
}

/** The answer for a resource or path that is not served. */
export function noSuchResource(): Failure {
  return {
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  }
}

export function alreadyExists(resource: GroupResource, name: string): Failure {
  return {
    code: 409,
    reason: 'AlreadyExists',
    message: `${qualified(resource)} "${name}" already exists`,
    details: detailsOf(resource, name),
  }
}

const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again'

export function conflict(resource: GroupResource, name: string, why = MODIFIED): Failure {
  return {
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`,
    details: detailsOf(resource, name),
  }
}

/** A refusal for what stands in the object, field by field. */
export function invalid(
  kind: Readonly<{ group: string; kind: string }>,
  name: string,
  errors: readonly FieldError[],
): Failure {
  const texts = errors.map(fieldErrorText)
  const said = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`
  const qualifiedKind = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`
  return {
    code: 422,
    reason: 'Invalid',
    message: `${qualifiedKind} "${name}" is invalid: ${said}`,
    details: {
      ...(name === '' ? {} : { name }),
      ...(kind.group === '' ? {} : { group: kind.group }),
      kind: kind.kind,
      causes: errors.map((error) => ({
        reason: error.reason,
        message: error.message,
        field: error.path,
      })),
    },
  }
}

export function badRequest(message: string): Failure {
  return { code: 400, reason: 'BadRequest', message }
}

/** @param name of the object; `''` for a whole collection */
export function forbidden(resource: GroupResource, name: string, why: string): Failure {
  const what = name === '' ? qualified(resource) : `${qualified(resource)} "${name}"`
  return {
    code: 403,
    reason: 'Forbidden',
    message: `${what} is forbidden: ${why}`,
    details: detailsOf(resource, name),
  }
}

export function unauthorized(): Failure {
  return { code: 401, reason: 'Unauthorized', message: 'Unauthorized' }
}

export function methodNotAllowed(): Failure {
  return {
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  }
}

export function unsupportedMediaType(accepted: readonly string[]): Failure {
  return {
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  }
}

/** The history that a watch or an exact list asks for is gone. */
export function expired(message: string, continueToken?: string): Failure {
  const failure = { code: 410, reason: 'Expired', message }
  return continueToken === undefined ? failure : { ...failure, continueToken }
}

export function tooManyRequests(seconds: number): Failure {
  return {
    code: 429,
    reason: 'TooManyRequests',
    message: 'storage is (re)initializing',
    details: { retryAfterSeconds: seconds },
  }
}

/** A revision is asked for that has not been reached. */
export function tooLargeRevision(asked: number, current: number): Failure {
  return {
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  }
}

export function internalError(message: string): Failure {
  return {
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ message }] },
  }
}

function detailsOf({ group, resource }: GroupResource, name: string): JsonObject {
  const details: Record<string, Json> = {}
  if (name !== '') details['name'] = name
  if (group !== '') details['group'] = group
  details['kind'] = resource
  return details
}
