import {
  compileSelector,
  isEverything,
  type JsonObject,
  type KubeObject,
  memberOf,
  type Selector,
  testSelector,
} from '@downsync/core'
import { objectAt } from './object.ts'

/** A selector and a template that go together, or why they do not: Pods that are not selected would be made without end. */
export function selectionOf(
  object: KubeObject,
  template: JsonObject | undefined,
):
  | Readonly<{ ok: true; selector: Selector; template: JsonObject }>
  | Readonly<{ ok: false; message: string }> {
  if (template === undefined) return { ok: false, message: 'spec.template must be an object' }
  const compiled = compileSelector(memberOf(objectAt(object, 'spec'), 'selector'), 'spec.selector')
  if (!compiled.ok) return { ok: false, message: compiled.faults[0]?.message ?? 'spec.selector is wrong' }
  const selector = compiled.value
  if (selector.matchesNothing || isEverything(selector))
    return { ok: false, message: 'spec.selector must select something, and not everything' }
  if (!testSelector(selector, objectAt(template, 'metadata', 'labels')))
    return { ok: false, message: 'spec.selector does not match the labels of spec.template' }
  return { ok: true, selector, template }
}
