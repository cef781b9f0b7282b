import { type Authenticator, answerReview, type User } from '../auth/index.ts'
import type { Resource } from '../resources/index.ts'
import { badRequest, methodNotAllowed, type Outcome, refused, unsupportedMediaType } from '../status/index.ts'
import { answerTokenRequest, type TokenSigner } from '../tokens/index.ts'
import { type Decoded, decodeObject, type Site } from '../write/index.ts'
import { type Answer, failureAnswer } from './answer.ts'
import { type Body, jsonOf } from './body.ts'
import type { Route } from './route.ts'

/** What answers the requests that are answered and not stored. */
export type Reviewers = Readonly<{ authenticator: Authenticator; signer: TokenSigner }>

type ResourceRoute = Extract<Route, { kind: 'resource' }>

/** The answer to a review or a TokenRequest; undefined for every other request. */
export function doReview(
  site: Site,
  { authenticator, signer }: Reviewers,
  route: ResourceRoute,
  resource: Resource,
  user: User,
  body: Body,
): Answer | undefined {
  const { namespace, name, subresource, verb } = route
  const isToken = isTokens(resource) && subresource === 'token' && name !== ''
  if (!isToken && (!resource.isReview || subresource !== '' || resource.namespaced !== (namespace !== '')))
    return undefined
  if (verb !== 'create' || (name !== '' && !isToken)) return failureAnswer(methodNotAllowed())
  const shape = isToken
    ? {
        ...resource,
        group: 'authentication.k8s.io',
        version: 'v1',
        kind: 'TokenRequest',
        struct: 'authentication.TokenRequest',
      }
    : resource
  const decoded = decode(shape, namespace, body)
  if (!decoded.ok) return failureAnswer(decoded.failure)
  const { object, warnings } = decoded.value
  const answer = isToken
    ? answerTokenRequest(site, signer, namespace, name, object)
    : answerReview(
        { store: site.store, authenticator, now: site.world.now },
        resource,
        namespace,
        user,
        object,
      )
  return answer.ok ? { code: 201, body: answer.value, warnings } : failureAnswer(answer.failure)
}

function decode(resource: Resource, namespace: string, { contentType, text }: Body): Outcome<Decoded> {
  const type = (contentType ?? 'application/json').split(';')[0]?.trim()
  if (type !== 'application/json') return refused(unsupportedMediaType(['application/json']))
  const failing = `the object provided is unrecognized (must be of type ${resource.kind})`
  const body = jsonOf(text, failing)
  if (!body.ok) return body
  if (body.value === undefined) return refused(badRequest(`${failing}: the body is empty`))
  const target = { resource, namespace, name: '', subresource: '' } as const
  return decodeObject(target, body.value, { manager: '', fieldValidation: 'Ignore', isDryRun: false })
}

function isTokens(resource: Resource): boolean {
  return resource.subresources.some(({ name }) => name === 'token')
}
