import {
  customizeObject,
  isKubeObject,
  isObject,
  type JsonObject,
  listAt,
  memberOf,
  stringAt,
} from '@downsync/core'
import { differenceOf, type Suite } from '../suite.ts'

/**
 * CUS-1, CUS-3, CUS-5: what the templates of whole objects make, and Go's errors. What strings with errors come to is compared too, though
 * nothing of it is delivered (CUS-4).
 */
export const customize: Suite = { file: 'customize', check, alter }

function check(vector: JsonObject): string | undefined {
  const object = memberOf(vector, 'object')
  const properties = memberOf(vector, 'properties')
  if (!isKubeObject(object) || !isObject(properties)) return 'the vector has no object or no properties'
  const texts = Object.entries(properties).map(([key, value]) => [key, String(value)] as const)
  const found = customizeObject(object, stringAt(vector, 'path') ?? '', new Map(texts))
  return (
    differenceOf(
      'errors',
      memberOf(vector, 'errors'),
      found.errors.map((error) => error.message),
    ) ?? differenceOf('output', memberOf(vector, 'output'), found.object)
  )
}

function alter(vector: JsonObject): JsonObject {
  return { ...vector, errors: [...listAt(vector, 'errors'), 'altered'] }
}
