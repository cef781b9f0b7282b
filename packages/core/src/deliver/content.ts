import {
  annotationsOf,
  apiVersionOf,
  compareUtf8,
  type Fault,
  idOf,
  type KubeObject,
  type ManifestId,
  memberOf,
  nameOf,
  names,
  type ObjectId,
  type Problem,
  problemOn,
  type Ref,
  refOf,
  serverForm,
} from '../kube/index.ts'
import { checkManifest } from './check-manifest.ts'
import { cleanObject } from './clean.ts'
import type { Content } from './types.ts'
import { withheldBecause } from './withhold.ts'

/** What `contentOf` goes by, for one workload object. */
export type ContentInput = Readonly<{
  object: KubeObject
  id: ObjectId
  /** As discovery names it (ID-1). */
  kind: string
  /** The server's preferred version: that of the content's apiVersion (ID-1). */
  version: string
  /** The object, for problems. */
  on: Ref
  /** The CustomTransforms whose spec names the object's group and resource, in any order. */
  transforms: readonly KubeObject[]
  /** Bytes that content adds to a wrapped object, as the transport counts (WRP-1). */
  sizeOf: (content: KubeObject) => number
  /** Most bytes that a wrapped object can have in the end (WRP-5). */
  hardLimit: number
}>

/**
 * What becomes of an object before it is known for which WEC: withheld (DLV-1), frozen with the problem that holds it, or cleaned
 * content (TRF) that the hub takes (WRP-12) and that fits (WRP-5), with its size.
 */
export function contentOf(input: ContentInput): Content {
  const manifest: ManifestId = {
    group: input.id.group,
    kind: input.kind,
    namespace: input.id.namespace,
    name: input.id.name,
  }
  const { resource } = input.id
  const rule = withheldBecause(input.object, input.id)
  if (rule !== undefined) return { kind: 'withheld', manifest, resource, rule }
  const before = heldBack(input)
  if (before !== undefined) return { kind: 'frozen', manifest, resource, problem: before }
  // P-6a: what the mailbox's server would drop is no difference.
  const content = serverForm(cleanObject(input.object))
  const bytes = input.sizeOf(content)
  const after = refused(input, content) ?? tooLarge(input, bytes)
  if (after !== undefined) return { kind: 'frozen', manifest, resource, problem: after }
  return { kind: 'content', manifest, resource, content, bytes }
}

/** What asks for more than cleaning, so that nothing of the object goes out without it (P-4). */
function heldBack(input: ContentInput): Problem | undefined {
  return customTransformed(input) ?? templated(input) ?? inOtherVersion(input)
}

// TRF-4: what a CustomTransform removes must not suddenly be delivered.
function customTransformed(input: ContentInput): Problem | undefined {
  const [first] = input.transforms.map(nameOf).sort(compareUtf8)
  if (first === undefined) return undefined
  const { group, resource } = input.id
  const resourceText = group === '' ? resource : `${resource}.${group}`
  const on = refOf('wds', {
    group: names.CONTROL_GROUP,
    resource: 'customtransforms',
    namespace: '',
    name: first,
  })
  return frozen(input, on, {
    code: 'FeatureMissing',
    path: 'spec',
    message: `this version does not apply CustomTransforms yet, so objects of ${resourceText} stay as they are in the WECs rather than being delivered without the removal`,
    expected: 'remove the CustomTransform, or wait for the version that has it',
  })
}

// CUS-1: a template that nobody expands must not be delivered as text.
function templated(input: ContentInput): Problem | undefined {
  const key = names.annotations.expandTemplates
  if (memberOf(annotationsOf(input.object), key) !== 'true') return undefined
  return frozen(input, input.on, {
    code: 'FeatureMissing',
    path: `metadata.annotations[${JSON.stringify(key)}]`,
    message:
      'this version does not expand templates yet, so the object stays as it is in the WECs rather than being delivered with its templates unexpanded',
    found: 'true',
    expected: 'remove the annotation, or wait for the version that has it',
  })
}

// ID-1: an object is delivered in the preferred version, and one version's body is not passed off as another's (P-4).
function inOtherVersion(input: ContentInput): Problem | undefined {
  const preferred = apiVersionOf(input.id.group, input.version)
  const found = input.object.apiVersion
  if (found === preferred) return undefined
  return frozen(input, input.on, {
    code: 'ResourceUnseen',
    path: 'apiVersion',
    message: `the object was seen as ${found} only, while the server prefers ${preferred}: it stays as it is in the WECs until it is seen in that version`,
    found,
    expected: preferred,
  })
}

function refused(input: ContentInput, content: KubeObject): Problem | undefined {
  const [first, ...others] = checkManifest(content)
  if (first === undefined) return undefined
  if (others.length === 0) return frozen(input, input.on, first)
  return frozen(input, input.on, { ...first, message: `${first.message} (and ${others.length} more)` })
}

function tooLarge(input: ContentInput, bytes: number): Problem | undefined {
  if (bytes <= input.hardLimit) return undefined
  return frozen(input, input.on, {
    code: 'ObjectTooLarge',
    path: '',
    message: `it has ${bytes} bytes, and the transport carries ${input.hardLimit} at most: split it, or deliver it by other means`,
    found: bytes,
  })
}

function frozen(input: ContentInput, on: Ref, fault: Fault): Problem {
  return problemOn(on, fault, [{ object: idOf(input.id) }])
}
