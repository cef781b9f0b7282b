import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  type ObjectId,
  objectOf,
  type Strategy,
  stringAt,
  withMember,
} from '@downsync/core'
import { identifierOf } from './manifest-work.ts'
import { isSameJson } from './same-json.ts'
import { fitsWildcard } from './wildcard.ts'

export const IDENTIFIER = 'resourceIdentifier'
export const STRATEGY = 'updateStrategy'
/** The one option for which the last matching entry counts; the CRD fills in its default, `Poll`. */
export const SCRAPE = 'feedbackScrapeType'

/** The entries of `spec.manifestConfigs` as they stand. */
export function configsOf(work: KubeObject): readonly Json[] {
  return listAt(work, 'spec', 'manifestConfigs')
}

/** Whether an entry applies to an object; `*` in its name and namespace stands for any characters. */
export function applies(entry: Json, id: ObjectId): entry is JsonObject {
  const identifier = identifierOf(memberOf(entry, IDENTIFIER))
  return (
    identifier !== undefined &&
    identifier.group === id.group &&
    identifier.resource === id.resource &&
    fitsWildcard(id.name, identifier.name) &&
    fitsWildcard(id.namespace, identifier.namespace)
  )
}

/**
 * All options that a list of entries gives an object, raw: of those that match, the first that sets an option decides, for
 * `feedbackScrapeType` the last (ocm `FindManifestConfiguration`). Options at their default are left out.
 */
export function optionsOf(entries: readonly Json[], id: ObjectId): JsonObject {
  const found = new Map<string, Json>()
  for (const entry of entries) {
    if (!applies(entry, id)) continue
    found.delete(SCRAPE)
    for (const [option, value] of setOptionsOf(entry)) if (!found.has(option)) found.set(option, value)
  }
  return objectOf(found)
}

/** The options that an entry sets, without those that say the default. */
export function setOptionsOf(entry: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(entry).filter(([option, value]) => option !== IDENTIFIER && !isUnset(option, value))
}

function isUnset(option: string, value: Json): boolean {
  return value === null || (isList(value) && value.length === 0) || (option === SCRAPE && value === 'Poll')
}

/** Whether two values of an option mean the same to the receiver (P-6a). */
export function isSameOption(option: string, a: Json | undefined, b: Json | undefined): boolean {
  if (option !== STRATEGY) return isSameJson(a, b)
  const strategy = strategyOf(a)
  return strategy === undefined ? isSameJson(a, b) : strategy === strategyOf(b)
}

const AGENT_MANAGER = 'work-agent'

/**
 * The strategy that an OCM `updateStrategy` stands for.
 * @returns undefined for one that this project does not write, such as `ReadOnly`
 */
export function strategyOf(raw: Json | undefined): Strategy | undefined {
  if (raw === undefined) return 'update'
  switch (stringAt(raw, 'type')) {
    case 'Update':
      return 'update'
    case 'CreateOnly':
      return 'createOnly'
    case 'ServerSideApply':
      return isForcedByAgent(memberOf(raw, 'serverSideApply')) ? 'serverSideApply' : undefined
    default:
      return undefined
  }
}

// The CRD fills in `fieldManager`.
function isForcedByAgent(apply: Json | undefined): boolean {
  if (!isObject(apply) || memberOf(apply, 'force') !== true) return false
  return Object.entries(apply).every(
    ([key, value]) =>
      key === 'force' || isUnset(key, value) || (key === 'fieldManager' && value === AGENT_MANAGER),
  )
}

/** A strategy as OCM writes it. */
export function strategyJson(strategy: Strategy): JsonObject {
  switch (strategy) {
    case 'update':
      return { type: 'Update' }
    case 'createOnly':
      return { type: 'CreateOnly' }
    case 'serverSideApply':
      // WRP-13: what another manager holds is taken over, as Update would.
      return { type: 'ServerSideApply', serverSideApply: { force: true } }
  }
}

/** What an item's options mean: its strategy, and raw whatever else there is. */
export function readOptions(options: JsonObject): Readonly<{ strategy: Strategy; kept?: JsonObject }> {
  const strategy = strategyOf(memberOf(options, STRATEGY))
  const kept = strategy === undefined ? options : withMember(options, STRATEGY, undefined)
  return { strategy: strategy ?? 'update', ...(Object.keys(kept).length > 0 && { kept }) }
}
