import {
  groupOf,
  isObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  nameOf,
  stringAt,
  uidOf,
  valueAt,
  versionOf,
} from '@downsync/core'
import {
  badRequest,
  conflict,
  done,
  type FieldError,
  invalid,
  invalidValue,
  notFound,
  type Outcome,
  refused,
} from '../status/index.ts'
import { timeText } from '../world.ts'
import type { Site } from '../write/index.ts'
import { type BoundObject, boundObjectOf, ISSUER, signServiceAccountToken } from './service-account-token.ts'
import type { TokenSigner } from './signer.ts'

const KIND = { group: 'authentication.k8s.io', kind: 'TokenRequest' }
const SERVICE_ACCOUNTS = { group: '', resource: 'serviceaccounts' }
const DEFAULT_SECONDS = 3600
const LEAST_SECONDS = 600
const MOST_SECONDS = 2 ** 32

/** Answers a TokenRequest: `POST …/serviceaccounts/<name>/token`. */
export function answerTokenRequest(
  site: Site,
  signer: TokenSigner,
  namespace: string,
  name: string,
  request: JsonObject,
): Outcome<JsonObject> {
  const spec = memberOf(request, 'spec')
  const given = stringAt(request, 'metadata', 'name') ?? ''
  if (given !== '' && given !== name)
    return refused(
      invalid(KIND, name, [
        invalidValue('metadata.name', given, 'must match the service account name if specified'),
      ]),
    )
  const account = site.store.get({ ...SERVICE_ACCOUNTS, namespace, name })
  if (account === undefined) return refused(notFound(SERVICE_ACCOUNTS, name))
  const asked = listAt(spec, 'audiences').filter((one): one is string => typeof one === 'string')
  const audiences = asked.length === 0 ? [ISSUER] : asked
  const seconds = memberOf(spec, 'expirationSeconds') ?? DEFAULT_SECONDS
  const errors = secondsErrors(seconds)
  if (errors.length > 0 || typeof seconds !== 'number') return refused(invalid(KIND, '', errors))
  const bound = boundIn(site, namespace, name, memberOf(spec, 'boundObjectRef'))
  if (!bound.ok) return bound
  const issuedAt = site.world.now()
  const token = signServiceAccountToken(signer, {
    account,
    ...(bound.value && { bound: bound.value }),
    audiences,
    issuedAt,
    seconds,
    id: site.world.uid(),
  })
  return done({
    kind: KIND.kind,
    apiVersion: `${KIND.group}/v1`,
    metadata: { name: nameOf(account), namespace, creationTimestamp: timeText(issuedAt) },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: memberOf(spec, 'boundObjectRef') ?? null },
    status: { token, expirationTimestamp: timeText(issuedAt + seconds * 1000) },
  })
}

function secondsErrors(seconds: Json): readonly FieldError[] {
  const path = 'spec.expirationSeconds'
  const isWhole = typeof seconds === 'number' && Number.isInteger(seconds)
  if (!isWhole) return [invalidValue(path, seconds, 'must be a whole number of seconds')]
  if (seconds < LEAST_SECONDS)
    return [invalidValue(path, seconds, 'may not specify a duration less than 10 minutes')]
  if (seconds > MOST_SECONDS)
    return [invalidValue(path, seconds, 'may not specify a duration larger than 2^32 seconds')]
  return []
}

function boundIn(
  site: Site,
  namespace: string,
  account: string,
  ref: Json | undefined,
): Outcome<BoundObject | undefined> {
  if (!isObject(ref)) return done(undefined)
  const apiVersion = stringAt(ref, 'apiVersion') ?? ''
  const kind = stringAt(ref, 'kind') ?? ''
  const name = stringAt(ref, 'name') ?? ''
  if (groupOf(apiVersion) !== '' || !isBindable(kind)) {
    const type = `${groupOf(apiVersion)}/${versionOf(apiVersion)}, Kind=${kind}`
    return refused(badRequest(`cannot bind token to object of type ${type}`))
  }
  const object = boundObjectOf(site.store, namespace, kind, name)
  if (object === undefined) return refused(notFound({ group: '', resource: `${kind.toLowerCase()}s` }, name))
  const runsAs = valueAt(object, 'spec', 'serviceAccountName') ?? 'default'
  if (kind === 'Pod' && runsAs !== account)
    return refused(
      badRequest(
        `cannot bind token for serviceaccount ${JSON.stringify(account)} to pod running with different serviceaccount name.`,
      ),
    )
  const uid = stringAt(ref, 'uid') ?? ''
  if (uid !== '' && uid !== uidOf(object))
    return refused(
      conflict(
        { group: '', resource: kind },
        name,
        `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
      ),
    )
  return done({ kind, name, uid: uidOf(object) })
}

function isBindable(kind: string): kind is BoundObject['kind'] {
  return kind === 'Pod' || kind === 'Secret' || kind === 'Node'
}
