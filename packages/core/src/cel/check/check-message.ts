import type { Message, Syntax } from '../syntax/tree.ts'
import { ERROR, showType } from '../type/type.ts'
import type { Checker, Scope, Typed } from './checker.ts'
import { messages } from './messages.ts'
import { suggestion } from './suggest.ts'

/** A message in braces after its name: one of those that are plain values in CEL, with fields of theirs. */
export function checkMessage(checker: Checker, given: Message<Syntax>, scope: Scope | undefined): Typed {
  const { check, unifier, report } = checker
  const shape = messages.get(given.name)
  if (shape === undefined) {
    const message = `there is no message '${given.name}'${suggestion(given.name, messages.keys())}`
    report({ code: 'NameUnknown', at: given.at, found: given.name, message })
  }
  const fields = given.fields.map((field) => {
    const value = check(field.value, scope)
    const wanted = shape?.fields.get(field.name)
    if (shape !== undefined && wanted === undefined) {
      const message = `${given.name} has no field '${field.name}'${suggestion(field.name, shape.fields.keys())}`
      report({ code: 'FieldInvalid', at: field.at, found: field.name, message })
    } else if (wanted !== undefined && !unifier.isAssignable(wanted, value.type)) {
      const [expected, found] = [showType(wanted), showType(unifier.resolve(value.type, true))]
      const message = `the field '${field.name}' takes a value of type ${expected}, not ${found}`
      report({ code: 'TypeMismatch', at: field.at, message, found, expected })
    }
    return { ...field, value: value.node }
  })
  return { node: { ...given, fields }, type: shape?.type ?? ERROR }
}
