import {
  type Item,
  type Json,
  type JsonObject,
  memberOf,
  type ObjectId,
  objectOf,
  withMember,
} from '@downsync/core'
import {
  applies,
  IDENTIFIER,
  isSameOption,
  optionsOf,
  SCRAPE,
  STRATEGY,
  setOptionsOf,
  strategyJson,
} from './configuration.ts'
import { identifierJson, identifierOf, isSameIdentifier } from './manifest-work.ts'

/** An item with the identity that OCM's configuration uses; items of unknown resource have none. */
export type NamedItem = Readonly<{ item: Item; id: ObjectId }>

/**
 * `spec.manifestConfigs`, changed so that each item gets its strategy and what it keeps, and `gone` ones have no entry.
 *
 * An item's own entry is edited, or made; entries with wildcards are somebody else's and stay, with ours before them
 * where they say otherwise. An option that already says what it should is not touched (P-6a).
 */
export function withConfiguration(
  entries: readonly Json[],
  items: readonly NamedItem[],
  gone: readonly ObjectId[],
): readonly Json[] {
  const start = entries.filter((entry) => !gone.some((id) => isOwnEntry(entry, id) && !isPattern(id)))
  return inPatternOrder(items).reduce(withItem, start)
}

// A cluster-scoped object's name may hold a `*`, and its own entry is then a pattern for others too: it comes first, so that
// theirs are put before it.
function inPatternOrder(items: readonly NamedItem[]): readonly NamedItem[] {
  const patterns = items.filter(({ id }) => isPattern(id))
  if (patterns.length === 0) return items
  const letters = ({ id }: NamedItem) => `${id.namespace}${id.name}`.replaceAll('*', '').length
  return [...patterns.sort((a, b) => letters(a) - letters(b)), ...items.filter(({ id }) => !isPattern(id))]
}

function isPattern(id: ObjectId): boolean {
  return id.name.includes('*') || id.namespace.includes('*')
}

function withItem(entries: readonly Json[], { item, id }: NamedItem): readonly Json[] {
  const there = optionsOf(entries, id)
  const wanted = wantedOptions(there, item)
  const options = Object.keys({ ...there, ...wanted, [STRATEGY]: null })
  // Other options first: an entry made for them changes which one is last.
  const inOrder = [...options.filter((option) => option !== SCRAPE), SCRAPE]
  return inOrder.reduce((result, option) => withOption(result, id, option, memberOf(wanted, option)), entries)
}

/** What others have set stays, the strategy apart, which is the item's; `kept` goes before both. */
function wantedOptions(there: JsonObject, item: Item): JsonObject {
  const kept = objectOf(setOptionsOf(item.kept ?? {}))
  const strategy = item.strategy === 'update' ? memberOf(kept, STRATEGY) : strategyJson(item.strategy)
  return withMember(objectOf([...Object.entries(there), ...Object.entries(kept)]), STRATEGY, strategy)
}

function withOption(
  entries: readonly Json[],
  id: ObjectId,
  option: string,
  wanted: Json | undefined,
): readonly Json[] {
  const holds = (list: readonly Json[]) => isSameOption(option, memberOf(optionsOf(list, id), option), wanted)
  if (holds(entries)) return entries
  const without = withoutOption(entries, id, option)
  return holds(without) ? without : withOptionSet(without, id, option, wanted ?? defaultOf(option))
}

function withoutOption(entries: readonly Json[], id: ObjectId, option: string): readonly Json[] {
  return entries.flatMap((entry) => {
    if (!isOwnEntry(entry, id) || memberOf(entry, option) === undefined) return [entry]
    const rest = withMember(entry, option, undefined)
    return setOptionsOf(rest).length === 0 ? [] : [rest]
  })
}

/** Sets an option in the object's own entry, before every entry that would decide otherwise. */
function withOptionSet(entries: readonly Json[], id: ObjectId, option: string, value: Json): readonly Json[] {
  const deciding = option === SCRAPE ? lastIndexOf(entries, id) : firstIndexOf(entries, id, option)
  const own = entries.findIndex((entry) => isOwnEntry(entry, id))
  const isDecisive = own >= 0 && (option === SCRAPE ? own === deciding : deciding < 0 || own < deciding)
  if (isDecisive)
    return entries.map((entry, index) =>
      index === own && isOwnEntry(entry, id) ? withMember(entry, option, value) : entry,
    )
  const made = objectOf([
    [IDENTIFIER, identifierJson(id)],
    [option, value],
  ])
  if (option === SCRAPE || deciding < 0) return [...entries, made]
  return [...entries.slice(0, deciding), made, ...entries.slice(deciding)]
}

function firstIndexOf(entries: readonly Json[], id: ObjectId, option: string): number {
  return entries.findIndex(
    (entry) => applies(entry, id) && setOptionsOf(entry).some(([name]) => name === option),
  )
}

function lastIndexOf(entries: readonly Json[], id: ObjectId): number {
  return entries.findLastIndex((entry) => applies(entry, id))
}

// Said aloud where an entry with wildcards says something else.
function defaultOf(option: string): Json {
  if (option === STRATEGY) return strategyJson('update')
  return option === SCRAPE ? 'Poll' : null
}

function isOwnEntry(entry: Json, id: ObjectId): entry is JsonObject {
  return isSameIdentifier(identifierOf(memberOf(entry, IDENTIFIER)), id)
}
