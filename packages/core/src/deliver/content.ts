import {
  annotationsOf,
  apiVersionOf,
  type Fault,
  idOf,
  type KubeObject,
  type ManifestId,
  memberOf,
  names,
  type ObjectId,
  type Problem,
  problemOn,
  type Ref,
  serverForm,
} from '../kube/index.ts'
import { undeliverable } from './check-content.ts'
import type { CompiledTransform } from './compile-transform.ts'
import { hasTemplates } from './customize.ts'
import { type Removed, removeFields } from './remove-fields.ts'
import { removalProblem, transformProblem } from './transform-problems.ts'
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
  /** The CustomTransforms that are for the object's group and resource, in any order. */
  transforms: readonly CompiledTransform[]
  /** Bytes that content adds to a wrapped object, as the transport counts (WRP-1). */
  sizeOf: (content: KubeObject) => number
  /** Most bytes that a wrapped object can have in the end (WRP-5). */
  hardLimit: number
}>

/**
 * What becomes of an object before it is known for which WEC: withheld (DLV-1), frozen with the problem that holds it, cleaned content
 * (TRF) that the hub takes (WRP-12) and that fits (WRP-5), with its size, or cleaned content with templates to expand (CUS-1).
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
  const removed = removeFields(input.object, input.transforms)
  const before = transformFailed(input, removed.faults) ?? inOtherVersion(input)
  if (before !== undefined) return { kind: 'frozen', manifest, resource, problem: before }
  // P-6a: what the mailbox's server would drop is no difference.
  const content = serverForm(removed.object)
  if (isTemplated(input.object) && hasTemplates(content))
    return { kind: 'templated', manifest, resource, content }
  const bytes = input.sizeOf(content)
  const check = { on: input.on, freezes: [{ object: idOf(input.id) }], hardLimit: input.hardLimit }
  const after = undeliverable(content, bytes, check)
  if (after !== undefined) return { kind: 'frozen', manifest, resource, problem: after }
  return { kind: 'content', manifest, resource, content, bytes }
}

// TRF-4: what a CustomTransform would remove must not suddenly be delivered.
function transformFailed({ id }: ContentInput, faults: Removed['faults']): Problem | undefined {
  const [first] = faults
  if (first === undefined) return undefined
  const { transform, fault } = first
  return fault.code === 'RemovalUnbounded'
    ? removalProblem(transform, idOf(id), fault)
    : transformProblem(transform, id, fault, [{ object: idOf(id) }])
}

// CUS-1: on the object as its author wrote it.
function isTemplated(object: KubeObject): boolean {
  return memberOf(annotationsOf(object), names.annotations.expandTemplates) === 'true'
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

function frozen(input: ContentInput, on: Ref, fault: Fault): Problem {
  return problemOn(on, fault, [{ object: idOf(input.id) }])
}
