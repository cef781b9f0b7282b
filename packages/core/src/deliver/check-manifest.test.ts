import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Json, type JsonObject, type KubeObject, problemLine } from '../kube/index.ts'
import { checkManifest } from './check-manifest.ts'
import { anyJson, anyObject } from './clean.arbitrary.ts'
import { cleanObject } from './clean.ts'

const manifest = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } }

const linesOf = (value: Json): readonly string[] => checkManifest(value as KubeObject).map(problemLine)
const metadataLines = (metadata: JsonObject): readonly string[] =>
  linesOf({ ...manifest, metadata: { name: 'web', ...metadata } })

const KIND_TEXT =
  "kind: must start with a letter, have only letters, digits and '-', not end with '-', and have at most 63 characters"
const LABEL_TEXT =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
const NAME_PART_TEXT =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
const VALUE_TEXT =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"

describe('checkManifest', () => {
  it('WRP-12 finds nothing wrong with what an API server has taken in', () => {
    expect(linesOf(manifest)).toEqual([])
    expect(
      linesOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: null } }),
    ).toEqual([])
    const labels = { 'app.kubernetes.io/name': '', app: 'web_1.2' }
    const annotations = { 'Example.COM/Note': 'anything: \u0000 é', UPPER: '' }
    expect(metadataLines({ labels, annotations, namespace: '' })).toEqual([])
  })

  it.each<[string, Json | undefined, string]>([
    ['missing', undefined, 'apiVersion: must be set'],
    ['empty', '', 'apiVersion: must be set'],
    ['no text', 1, 'apiVersion: must be set'],
    ['of three parts', 'a/b/c', 'apiVersion: must be a version, or group/version'],
  ])('WRP-12 refuses an apiVersion that is %s', (_, apiVersion, line) => {
    const { apiVersion: _old, ...rest } = manifest
    expect(linesOf(apiVersion === undefined ? rest : { ...rest, apiVersion })).toEqual([line])
  })

  it.each<[string, Json, string]>([
    ['empty', '', 'kind: must be set'],
    ['null', null, 'kind: must be set'],
    ['not a name', 'My Kind', KIND_TEXT],
    ['starting with a digit', '3Scale', KIND_TEXT],
    ['ending in a dash', 'Kind-', KIND_TEXT],
    ['too long', 'K'.repeat(64), KIND_TEXT],
  ])('WRP-12 refuses a kind that is %s', (_, kind, line) => {
    expect(linesOf({ ...manifest, kind })).toEqual([line])
  })

  it.each<[Json, string]>([
    ['', 'metadata.name: must be set'],
    [7, 'metadata.name: must be set'],
    ['.', "metadata.name: may not be '.'"],
    ['..', "metadata.name: may not be '..'"],
    ['a/b', "metadata.name: may not contain '/'"],
    ['50%', "metadata.name: may not contain '%'"],
  ])('WRP-12 refuses the name %j', (name, line) => {
    expect(metadataLines({ name })).toEqual([line])
  })

  it('WRP-12 takes names that only some kinds allow', () => {
    expect(metadataLines({ name: 'system:Node_1 ' })).toEqual([])
  })

  it('WRP-12 refuses a generateName', () => {
    expect(metadataLines({ generateName: 'web-' })).toEqual(['metadata.generateName: must not be set'])
    expect(metadataLines({ generateName: '' })).toEqual([])
  })

  it.each<[Json, string]>([
    ['Shop', `metadata.namespace: ${LABEL_TEXT}`],
    ['a.b', 'metadata.namespace: must not contain dots'],
    ['a'.repeat(64), 'metadata.namespace: must be no more than 63 characters'],
    [true, 'metadata.namespace: must be a string'],
  ])('WRP-12 refuses the namespace %j', (namespace, line) => {
    expect(metadataLines({ namespace })[0]).toBe(line)
  })

  it.each<[string, JsonObject, string]>([
    ['a key with a space', { 'a b': '' }, `metadata.labels["a b"]: ${NAME_PART_TEXT}`],
    ['a key that kubectl would remove', { 'a-': '' }, `metadata.labels["a-"]: ${NAME_PART_TEXT}`],
    ['an empty prefix', { '/a': '' }, 'metadata.labels["/a"]: prefix part must be non-empty'],
    ['a value with a space', { a: 'x y' }, `metadata.labels["a"]: ${VALUE_TEXT}`],
    ['a long value', { a: 'x'.repeat(64) }, 'metadata.labels["a"]: must be no more than 63 characters'],
    ['a number for a value', { a: 1 }, 'metadata.labels["a"]: must be a string'],
    ['null for a value', { a: null }, 'metadata.labels["a"]: must be a string'],
  ])('WRP-12 refuses labels with %s', (_, labels, line) => {
    expect(metadataLines({ labels })).toEqual([line])
  })

  it('WRP-12 refuses label keys with a prefix in upper case, which annotations may have', () => {
    expect(metadataLines({ labels: { 'Example.com/a': '' } })[0]).toMatch(
      /^metadata\.labels\["Example\.com\/a"\]: prefix part a lowercase RFC 1123 subdomain/,
    )
    expect(metadataLines({ annotations: { 'Example.com/a': '' } })).toEqual([])
  })

  it.each<[string, JsonObject, string]>([
    ['a key of three parts', { 'a/b/c': '' }, 'metadata.annotations["a/b/c"]: a qualified name must'],
    ['a key with a space', { 'a b': '' }, `metadata.annotations["a b"]: ${NAME_PART_TEXT}`],
    ['an object for a value', { a: {} }, 'metadata.annotations["a"]: must be a string'],
  ])('WRP-12 refuses annotations with %s', (_, annotations, line) => {
    expect(metadataLines({ annotations })).toHaveLength(1)
    expect(metadataLines({ annotations })[0]).toContain(line)
  })

  it.each(['labels', 'annotations'])('WRP-12 refuses %s that are no map', (field) => {
    expect(metadataLines({ [field]: ['a'] })).toEqual([`metadata.${field}: must be a map of strings`])
  })

  it('WRP-12 takes 256 KiB of annotations, keys and values in UTF-8, and not a byte more', () => {
    const fits = { a: 'x'.repeat(1000), bc: 'é'.repeat((262_144 - 1003) / 2) }
    expect(metadataLines({ annotations: { ...fits, a: `${fits.a}y` } })).toEqual([])
    expect(metadataLines({ annotations: { ...fits, a: `${fits.a}yz` } })).toEqual([
      'metadata.annotations: keys and values have 262145 bytes together, the most allowed is 262144',
    ])
  })

  it('P-2 lists faults in the order of fields and keys, however they were added', () => {
    const lines = linesOf({
      metadata: { labels: { z: 1, b: 1 }, namespace: 1, name: 'a/b' },
      kind: '',
      apiVersion: '',
    })
    expect(lines.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      'apiVersion',
      'kind',
      'metadata.name',
      'metadata.namespace',
      'metadata.labels["b"]',
      'metadata.labels["z"]',
    ])
  })

  it('P-3 is total, and every fault says where and what', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyObject.map(cleanObject),
          anyJson.map((metadata) => ({ ...manifest, metadata })),
        ),
        (value) => {
          for (const fault of checkManifest(value as KubeObject)) {
            expect(fault.code).toBe('ManifestInvalid')
            expect(fault.path).not.toBe('')
            expect(fault.message).not.toBe('')
          }
        },
      ),
    )
  })
})
