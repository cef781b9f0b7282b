import { idOf, type ObjectId, type Problem, problemLine, problemOn, refOf } from '../kube/index.ts'
import type { TemplateData, TemplateLimits } from '../template/index.ts'
import { undeliverable } from './check-content.ts'
import type { ContentInput } from './content.ts'
import { customizeObject, templateName } from './customize.ts'
import type { Content, Templated } from './types.ts'

/** What `customizedContentOf` goes by, for one object in one WEC. */
export type CustomizedInput = Readonly<{
  id: ObjectId
  wec: string
  templated: Templated
  properties: TemplateData
  limits: TemplateLimits
}> &
  Pick<ContentInput, 'sizeOf' | 'hardLimit'>

/** What is delivered of an object in one WEC; frozen, with a problem that says so of this pair alone (CUS-4). */
export type CustomizedContent = Extract<Content, { kind: 'content' | 'frozen' }>

/** Expands an object for a WEC; what comes out is checked as any other content is (WRP-5, WRP-12). */
export function customizedContentOf(input: CustomizedInput): CustomizedContent {
  const { id, wec, templated, properties, sizeOf, hardLimit } = input
  const { manifest, resource } = templated
  const name = templateName(wec, manifest)
  const limits = { output: hardLimit, ...input.limits }
  const { object, errors } = customizeObject(templated.content, name, properties, limits)
  const [first] = errors
  const bytes = first === undefined ? sizeOf(object) : 0
  const check = { on: refOf('wds', id), freezes: [{ object: idOf(id), wec }], hardLimit }
  const problem =
    first === undefined
      ? undeliverable(object, bytes, check)
      : problemOn(check.on, { code: 'TemplateFailed', ...first }, check.freezes)
  return problem === undefined
    ? { kind: 'content', manifest, resource, content: object, bytes }
    : { kind: 'frozen', manifest, resource, problem }
}

/** Why a pair is frozen, in one line: an expansion error is Go's text, which names WEC, object and path itself (CUS-4). */
export function frozenReason(problem: Problem): string {
  return problem.code === 'TemplateFailed' ? problem.message : problemLine(problem)
}
