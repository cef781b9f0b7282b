import {
  cleanObject,
  equalJson,
  isKubeObject,
  isObject,
  type JsonObject,
  listAt,
  memberOf,
  stringAt,
} from '@downsync/core'
import { differenceOf, type Suite } from '../suite.ts'

/** TRF-1, TRF-2, TRF-3: what is removed from an object before it is delivered. */
export const transform: Suite = { file: 'transform', check, skips, alter }

function check(vector: JsonObject): string | undefined {
  const object = memberOf(vector, 'object')
  if (!isKubeObject(object)) return 'the object is no Kubernetes object'
  const cleaned = cleanObject(object)
  const output = memberOf(vector, 'output')
  // Without an output nothing is asked but that nothing throws; the order of keys means nothing.
  return output === null || equalJson(cleaned, output) ? undefined : differenceOf('output', output, cleaned)
}

function skips(vector: JsonObject): string | undefined {
  const isMeant = listAt(vector, 'customTransforms').some(
    (one) =>
      (stringAt(one, 'spec', 'apiGroup') ?? '') === vector['group'] &&
      stringAt(one, 'spec', 'resource') === vector['resource'],
  )
  return isMeant ? 'CustomTransform: part 3' : undefined
}

function alter(vector: JsonObject): JsonObject {
  const output = memberOf(vector, 'output')
  return { ...vector, output: { ...(isObject(output) ? output : {}), altered: true } }
}
