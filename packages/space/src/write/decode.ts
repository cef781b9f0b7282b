import { apiVersionOf, isObject, type Json, type JsonObject, type KubeObject, stringAt } from '@downsync/core'
import { pruneObject, withDefaults } from '../schema/index.ts'
import { badRequest, done, type Outcome, refused } from '../status/index.ts'
import { decodeBuiltIn } from './decode-built-in.ts'
import { readMetadata } from './metadata.ts'
import type { Target, WriteOptions } from './site.ts'
import { undecodable } from './undecodable.ts'

/** An object as it came, in the form of its resource; name and namespace as the request says. */
export type Decoded = Readonly<{ object: KubeObject; warnings: readonly string[] }>

/**
 * Takes the body of a request for an object of its resource: envelope and metadata have their types, undeclared
 * fields are dropped or refused as the request wants it.
 * @param form with the defaults of the schema, as it is stored; or as its author wrote it
 */
export function decodeObject(
  target: Target,
  body: Json,
  options: WriteOptions,
  form: 'as stored' | 'as written' = 'as stored',
): Outcome<Decoded> {
  const { resource } = target
  const apiVersion = apiVersionOf(resource.group, resource.version)
  if (!isObject(body))
    return refused(badRequest(`the object provided is unrecognized (must be of type ${resource.kind})`))
  const envelope = envelopeFault(body, resource.kind, apiVersion, resource.isCustom)
  if (envelope !== undefined) return refused(badRequest(envelope))
  const read = readMetadata(body['metadata'])
  if (!read.ok)
    return refused(
      undecodable(
        resource,
        `json: cannot unmarshal ${read.found} into Go struct field ObjectMeta.${read.field} of type ${read.wanted}`,
      ),
    )
  const named = namedAs(target, read.metadata, form)
  if (!named.ok) return named
  const unknown: string[] = [...read.unknown]
  const written = body['metadata']
  // What an author writes is owned, be it empty.
  const metadata = form === 'as written' && isObject(written) ? { ...named.value, ...written } : named.value
  const whole = { ...body, apiVersion, kind: resource.kind, metadata }
  let content: JsonObject = whole
  if (resource.struct !== undefined) {
    const decoded = decodeBuiltIn(resource, resource.struct, whole, form)
    if (!decoded.ok) return decoded
    content = decoded.value.object
    unknown.push(...decoded.value.unknown)
  } else if (resource.schema !== undefined)
    content = shaped(resource.schema, whole, unknown, form === 'as stored')
  unknown.sort()
  if (unknown.length > 0 && options.fieldValidation === 'Strict')
    return refused(
      undecodable(
        resource,
        `strict decoding error: ${unknown.map((path) => `unknown field "${path}"`).join(', ')}`,
      ),
    )
  const warnings = options.fieldValidation === 'Warn' ? unknown.map((path) => `unknown field "${path}"`) : []
  // Neither pruning nor defaulting touches the envelope.
  return done({ object: content as KubeObject, warnings })
}

function shaped(schema: JsonObject, object: JsonObject, unknown: string[], isFilled: boolean): JsonObject {
  const pruned = pruneObject(schema, object, unknown)
  return isFilled ? withDefaults(schema, pruned) : pruned
}

function envelopeFault(
  body: JsonObject,
  kind: string,
  apiVersion: string,
  isCustom: boolean,
): string | undefined {
  const givenKind = stringAt(body, 'kind') ?? ''
  const givenVersion = stringAt(body, 'apiVersion') ?? ''
  const version = givenVersion === '' ? apiVersion : givenVersion
  if (isCustom && (givenKind === '' || givenVersion === '')) {
    const missing = givenKind === '' ? 'Kind' : 'apiVersion'
    return `the object provided is unrecognized (must be of type ${kind}): Object '${missing}' is missing`
  }
  if (givenKind !== '' && givenKind !== kind)
    return `${givenKind} in version "${versionText(version)}" cannot be handled as a ${kind}: the kind of the object does not match the resource`
  if (version !== apiVersion)
    return `${kind} in version "${versionText(version)}" cannot be handled as a ${kind}: the API version in the data (${version}) does not match the expected API version (${apiVersion})`
  return undefined
}

function versionText(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1)
}

function namedAs(
  target: Target,
  metadata: JsonObject,
  form: 'as stored' | 'as written',
): Outcome<JsonObject> {
  const { resource, name, namespace } = target
  const givenName = stringAt(metadata, 'name') ?? ''
  const givenNamespace = stringAt(metadata, 'namespace') ?? ''
  if (name !== '' && givenName === '' && form === 'as stored')
    return refused(
      badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`),
    )
  if (name !== '' && givenName !== '' && givenName !== name)
    return refused(
      badRequest(`the name of the object (${givenName}) does not match the name on the URL (${name})`),
    )
  if (givenNamespace !== '' && givenNamespace !== namespace)
    return refused(
      badRequest('the namespace of the provided object does not match the namespace sent on the request'),
    )
  const { name: _name, namespace: _namespace, ...rest } = metadata
  const finalName = givenName === '' ? name : givenName
  return done({
    ...(finalName === '' ? {} : { name: finalName }),
    ...(resource.namespaced ? { namespace } : {}),
    ...rest,
  })
}
