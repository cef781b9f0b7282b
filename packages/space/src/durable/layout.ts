import {
  idKey,
  idOf,
  isKubeObject,
  isObject,
  type Json,
  memberOf,
  type ObjectId,
  stringAt,
} from '@downsync/core'
import type { Commit } from '../store/index.ts'
import { readRecord, recordOf } from './record.ts'

/**
 * How a store lies in LevelDB: every commit since the base under its revision, and of each object of before its last commit.
 * So a commit is one small write, and history survives with it; what is compacted moves from the first place to the second.
 */
export const BASE = 'base'
/** All commits: `>= first, < end`. */
export const commitKeys = { first: 'commit/', end: 'commit0' }
export const objectKeys = { first: 'object/', end: 'object0' }

/** The revision up to which commits have moved, and how many objects there are of it. */
export type Base = Readonly<{ revision: number; objects: number }>

export function commitKey(revision: number): string {
  // As many digits as a safe integer has, so that keys sort as numbers.
  return commitKeys.first + String(revision).padStart(16, '0')
}

export function objectKey(id: ObjectId): string {
  return objectKeys.first + idKey(id)
}

export function commitRecord({ revision, id, object }: Commit): string {
  return recordOf({ revision, id: { ...idOf(id) }, ...(object && { object }) })
}

/** The commit of a record; undefined for what is none. */
export function readCommit(record: string): Commit | undefined {
  const value = readRecord(record)
  const revision = memberOf(value, 'revision')
  const object = memberOf(value, 'object')
  const id = readId(memberOf(value, 'id'))
  if (typeof revision !== 'number' || id === undefined) return undefined
  if (object === undefined) return { revision, id, object: undefined }
  return isKubeObject(object) ? { revision, id, object } : undefined
}

export function baseRecord(base: Base): string {
  return recordOf({ ...base })
}

export function readBase(record: string): Base | undefined {
  const value = readRecord(record)
  const revision = memberOf(value, 'revision')
  const objects = memberOf(value, 'objects')
  return typeof revision === 'number' && typeof objects === 'number' ? { revision, objects } : undefined
}

function readId(value: Json | undefined): ObjectId | undefined {
  if (!isObject(value)) return undefined
  const [group, resource] = [stringAt(value, 'group'), stringAt(value, 'resource')]
  const [namespace, name] = [stringAt(value, 'namespace'), stringAt(value, 'name')]
  if (group === undefined || resource === undefined || namespace === undefined || name === undefined)
    return undefined
  return { group, resource, namespace, name }
}
