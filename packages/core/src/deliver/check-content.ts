import { type Frozen, type KubeObject, type Problem, problemOn, type Ref } from '../kube/index.ts'
import { checkManifest } from './check-manifest.ts'

/** What content is checked against, and on whom a problem is. */
export type ContentCheck = Readonly<{
  on: Ref
  freezes: readonly Frozen[]
  /** Most bytes that a wrapped object can have in the end (WRP-5). */
  hardLimit: number
}>

/** What keeps content from being wrapped: the hub would refuse it (WRP-12), or the transport does not carry it (WRP-5). */
export function undeliverable(content: KubeObject, bytes: number, check: ContentCheck): Problem | undefined {
  return refused(content, check) ?? tooLarge(bytes, check)
}

function refused(content: KubeObject, { on, freezes }: ContentCheck): Problem | undefined {
  const [first, ...others] = checkManifest(content)
  if (first === undefined) return undefined
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return problemOn(on, { ...first, message: first.message + more }, freezes)
}

function tooLarge(bytes: number, { on, freezes, hardLimit }: ContentCheck): Problem | undefined {
  if (bytes <= hardLimit) return undefined
  const message = `it has ${bytes} bytes, and the transport carries ${hardLimit} at most: split it, or deliver it by other means`
  return problemOn(on, { code: 'ObjectTooLarge', path: '', message, found: bytes }, freezes)
}
