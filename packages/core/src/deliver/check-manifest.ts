import {
  compareUtf8,
  dnsLabelErrors,
  type Fault,
  isObject,
  type Json,
  type KubeObject,
  labelValueErrors,
  memberOf,
  pathSegmentErrors,
  qualifiedNameErrors,
  utf8Length,
} from '../kube/index.ts'

/** The annotations of one object, keys and values in bytes, have at most this size in all. */
const ANNOTATIONS_BYTES = 256 * 1024

/**
 * What the hub would refuse in a manifest: the checks of a server for an embedded object, and of OCM's webhook (WRP-12).
 *
 * To be asked about cleaned content: fields that TRF-1 removes are not looked at, `generateName` apart.
 * @returns faults in the order of the fields, keys of maps sorted; empty when the hub takes it
 */
export function checkManifest(content: KubeObject): readonly Fault[] {
  const { metadata } = content
  return [
    ...checkApiVersion(memberOf(content, 'apiVersion')),
    ...checkKind(memberOf(content, 'kind')),
    ...checkName(memberOf(metadata, 'name')),
    ...checkGenerateName(memberOf(metadata, 'generateName')),
    ...checkNamespace(memberOf(metadata, 'namespace')),
    ...checkMap('metadata.labels', memberOf(metadata, 'labels'), (key, value) => [
      ...qualifiedNameErrors(key),
      ...labelValueErrors(value),
    ]),
    // Keys of annotations are qualified names in any case, prefix and all.
    ...checkMap('metadata.annotations', memberOf(metadata, 'annotations'), (key) =>
      qualifiedNameErrors(key.toLowerCase()),
    ),
    ...checkAnnotationsSize(memberOf(metadata, 'annotations')),
  ]
}

function checkApiVersion(found: Json | undefined): readonly Fault[] {
  if (typeof found !== 'string' || found === '') return [fault('apiVersion', 'must be set', found)]
  if (found.split('/').length <= 2) return []
  return [fault('apiVersion', 'must be a version, or group/version', found)]
}

// A kind is a DNS-1035 label but for the case of its letters.
function checkKind(found: Json | undefined): readonly Fault[] {
  if (typeof found !== 'string' || found === '') return [fault('kind', 'must be set', found)]
  if (/^[A-Za-z]/.test(found) && dnsLabelErrors(found.toLowerCase()).length === 0) return []
  return [
    fault(
      'kind',
      "must start with a letter, have only letters, digits and '-', not end with '-', and have at most 63 characters",
      found,
    ),
  ]
}

function checkName(found: Json | undefined): readonly Fault[] {
  if (typeof found !== 'string' || found === '') return [fault('metadata.name', 'must be set', found)]
  return pathSegmentErrors(found).map((error) => fault('metadata.name', error, found))
}

function checkGenerateName(found: Json | undefined): readonly Fault[] {
  return found === undefined || found === null || found === ''
    ? []
    : [fault('metadata.generateName', 'must not be set', found)]
}

function checkNamespace(found: Json | undefined): readonly Fault[] {
  if (found === undefined || found === null || found === '') return []
  if (typeof found !== 'string') return [fault('metadata.namespace', 'must be a string', found)]
  return dnsLabelErrors(found).map((error) => fault('metadata.namespace', error, found))
}

function checkMap(
  path: string,
  found: Json | undefined,
  errorsOf: (key: string, value: string) => readonly string[],
): readonly Fault[] {
  if (found === undefined || found === null) return []
  if (!isObject(found)) return [fault(path, 'must be a map of strings', found)]
  return Object.entries(found)
    .sort(([a], [b]) => compareUtf8(a, b))
    .flatMap(([key, value]) => {
      const at = `${path}[${JSON.stringify(key)}]`
      if (typeof value !== 'string') return [fault(at, 'must be a string', value)]
      return errorsOf(key, value).map((error) => fault(at, error, value))
    })
}

function checkAnnotationsSize(found: Json | undefined): readonly Fault[] {
  if (!isObject(found)) return []
  let bytes = 0
  for (const [key, value] of Object.entries(found))
    bytes += utf8Length(key) + (typeof value === 'string' ? utf8Length(value) : 0)
  if (bytes <= ANNOTATIONS_BYTES) return []
  return [
    fault(
      'metadata.annotations',
      `keys and values have ${bytes} bytes together, the most allowed is ${ANNOTATIONS_BYTES}`,
      undefined,
    ),
  ]
}

function fault(path: string, message: string, found: Json | undefined): Fault {
  return { code: 'ManifestInvalid', path, message, ...(found === undefined ? {} : { found }) }
}
