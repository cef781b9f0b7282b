import { type Content, contentOf, controlledBy } from '../deliver/index.ts'
import { equalJson, manifestKey, problemOn, refOf, refOfKey, uidOf } from '../kube/index.ts'
import type { Transport } from '../transport/index.ts'
import { type Inputs, listKey } from './inputs.ts'
import type { Stage } from './stage.ts'
import type { TransformStages } from './transforms.ts'

/** What is delivered of one object, with what else of it decides: its uid, and the `manifestKey` of what makes it (DLV-1). */
export type ObjectContent = Readonly<{ content: Content; uid: string; owner: string | undefined }>

/** From workload objects to what is delivered of them. */
export type ContentStages = Readonly<{
  /** By the `refKey` of a workload object; undefined: there is none. */
  content: Stage<ObjectContent | undefined>
}>

/** The stages that clean and check objects, wired (TRF, DLV-1, WRP-12). */
export function contentStages(
  inputs: Inputs,
  transforms: TransformStages,
  transport: Transport,
): ContentStages {
  const content: ContentStages['content'] = {
    name: 'content',
    compute: (read, key) => {
      const object = read.get(inputs.object, key)
      const ref = refOfKey(key)
      const info = read.get(inputs.resource, listKey('wds', ref))
      if (object === undefined || info === undefined) return undefined
      const owner = controlledBy(object, ref)
      const from = { uid: uidOf(object), owner: owner && manifestKey(owner) }
      const result = contentOf({
        object,
        id: ref,
        kind: info.kind,
        version: info.version,
        on: refOf('wds', ref),
        transforms: read.get(transforms.transformsFor, listKey('wds', ref)),
        sizeOf: (value) => transport.sizeOf(value),
        hardLimit: transport.limits.bytes,
      })
      const unseen = read.get(transforms.unseen, '')
      if (unseen === undefined || (result.kind !== 'content' && result.kind !== 'templated'))
        return { ...from, content: result }
      // SNP-2: what a CustomTransform removes must not be delivered because the CustomTransform was not seen.
      const { manifest, resource } = result
      const problem = problemOn(
        refOf('wds', ref),
        {
          code: 'ResourceUnseen',
          path: '',
          message: `${unseen.resource} are not completely known (${unseen.why})`,
        },
        [{ object: ref }],
      )
      return { ...from, content: { kind: 'frozen', manifest, resource, problem } }
    },
    // A status that is written in the WDS delivers nothing (RPT-8).
    same: (a, b) =>
      a !== undefined &&
      b !== undefined &&
      a.uid === b.uid &&
      a.owner === b.owner &&
      sameContent(a.content, b.content),
  }
  return { content }
}

function sameContent(a: Content, b: Content): boolean {
  if (manifestKey(a.manifest) !== manifestKey(b.manifest)) return false
  if (a.kind === 'content' && b.kind === 'content') return equalJson(a.content, b.content)
  if (a.kind === 'templated' && b.kind === 'templated') return equalJson(a.content, b.content)
  if (a.kind === 'frozen' && b.kind === 'frozen') return equalJson(a.problem, b.problem)
  return a.kind === 'withheld' && b.kind === 'withheld' && a.rule === b.rule
}
