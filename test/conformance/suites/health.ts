import { isObject, type JsonObject, memberOf } from '@downsync/core'
import { argocdHealth, kstatus, rolloutStatus } from '../../oracles/index.ts'
import { differenceOf, type Suite } from '../suite.ts'

/** AGG-1: the three oracles of the law judge as the programs that they stand for. */
export const health: Suite = { file: 'health', check, alter }

function check(vector: JsonObject): string | undefined {
  const object = memberOf(vector, 'object')
  if (!isObject(object)) return 'the vector has no object'
  const argocd = argocdHealth(object)
  return (
    differenceOf('kubectl', vector['kubectl'], rolloutStatus(object) ?? null) ??
    differenceOf('kstatus', vector['kstatus'], kstatus(object)) ??
    differenceOf('argocd', vector['argocd'], argocd ?? null)
  )
}

function alter(vector: JsonObject): JsonObject {
  return { ...vector, kstatus: vector['kstatus'] === 'Current' ? 'Failed' : 'Current' }
}
