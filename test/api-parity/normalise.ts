import { isList, isObject, type Json, type JsonObject, memberOf, objectOf, stringAt } from '@downsync/core'

/**
 * Takes out of answers what differs from one run to the next and nothing else: uids, times of this run,
 * resourceVersions, the ends of generated names, tokens, certificates, addresses and ports that the server draws. The same
 * value gets the same name throughout a scenario, so that what must be equal, or differ, is still compared.
 */
export type Normaliser = (value: Json) => Json

const UID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g
const TIME = /\b(20[2-9]\d-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)/g
const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g
// How cmp shows a difference of Go values: its blanks are drawn by lot.
const GO_DIFFERENCE = /\n\s+core\.\w+\{[\s\S]*$/
const POINTER = /\b0x[0-9a-f]{6,}\b/g
const GENERATED_END = /^[bcdfghjklmnpqrstvwxz2456789]{5}$/
const DAY = 86_400_000

/** @param now milliseconds since 1970: times less than a day from it are of this run, others are content */
export function createNormaliser(now: number, address: string): Normaliser {
  const uids = new Map<string, string>()
  const revisions = new Map<string, string>()
  const generated = new Map<string, string>()
  const clusterIps = new Map<string, string>()

  function named(known: Map<string, string>, value: string, name: string): string {
    const there = known.get(value)
    if (there !== undefined) return there
    const given = `<${name} ${known.size + 1}>`
    known.set(value, given)
    return given
  }

  // Revisions and names are found where they are declared, and then replaced wherever a message tells of them.
  function learn(value: Json): void {
    if (isList(value)) for (const item of value) learn(item)
    if (!isObject(value)) return
    const metadata = memberOf(value, 'metadata')
    const revision = stringAt(metadata, 'resourceVersion')
    if (revision !== undefined && !isCollection(value)) named(revisions, revision, 'rv')
    const [base, name] = [stringAt(metadata, 'generateName'), stringAt(metadata, 'name')]
    if (base !== undefined && name !== undefined && GENERATED_END.test(name.slice(-5)))
      if (name === base.slice(0, 58) + name.slice(-5)) named(generated, name, `generated ${base}`)
    // A name that was drawn and refused is told all the same.
    const refused = /generateName: Invalid value: "([^"]+)"/.exec(stringAt(value, 'message') ?? '')?.[1]
    const shown = stringAt(value, 'details', 'name')
    if (refused !== undefined && shown?.startsWith(refused) === true)
      named(generated, shown, `generated ${refused}`)
    for (const key of Object.keys(value).sort()) learn(memberOf(value, key) ?? null)
  }

  function text(value: string): string {
    let result = value
      .replaceAll(TOKEN, '<token>')
      .replaceAll(CERTIFICATE, '<certificate>')
      .replaceAll(POINTER, '<pointer>')
      .replace(GO_DIFFERENCE, '')
      .replaceAll(UID, (uid) => named(uids, uid, 'uid'))
      .replaceAll(TIME, (whole, _seconds: string, fraction: string | undefined) =>
        Math.abs(Date.parse(whole) - now) < DAY ? (fraction === undefined ? '<time>' : '<microtime>') : whole,
      )
      .replaceAll(address, '<address>')
      .replaceAll(/\b10\.0\.\d+\.\d+\b/g, (ip) => named(clusterIps, ip, 'ip'))
    for (const [name, shown] of generated) result = result.replaceAll(name, shown)
    return /resource ?version/i.test(result) ? withoutRevisions(result) : result
  }

  // Elsewhere a number that happens to be a revision is a number.
  function withoutRevisions(value: string): string {
    const quoted = value.replaceAll(/(resourceVersion\W{1,6})(\d+)/g, '$1<revision>')
    const known = quoted.replaceAll(
      /(?<![\w.<"])\d+(?![\w.>"])/g,
      (number) => revisions.get(number) ?? number,
    )
    return known.replaceAll(
      /(too old resource version: \S+|current:) ?\(?(?:\d+|<rv \d+>)\)?/gi,
      '$1 <revision>',
    )
  }

  function shown(value: Json, key: string, isOfCollection: boolean): Json {
    if (typeof value === 'string') {
      if (key === 'resourceVersion' && /^\d+$/.test(value))
        return isOfCollection ? '<revision>' : (revisions.get(value) ?? value)
      // What a server without TLS has none of.
      if (key === 'ca.crt') return '<certificate>'
      return key === 'continue' && value !== '' ? '<continue>' : text(value)
    }
    if (key === 'nodePort' && typeof value === 'number' && value >= 30_000) return '<nodePort>'
    if (isList(value) && key === 'cells') return value.map(cell)
    if (isList(value)) {
      const items = value.map((item) => shown(item, '', false))
      return key === 'managedFields' ? items.sort(byManager) : items
    }
    return isObject(value) ? members(value, isOfCollection) : value
  }

  function cell(value: Json): Json {
    return typeof value === 'string' && /^\d+[smh](\d+[smh])?$/.test(value)
      ? '<age>'
      : shown(value, '', false)
  }

  function members(value: JsonObject, isOfCollection: boolean): JsonObject {
    const isWhole = isCollection(value)
    return objectOf(
      Object.entries(value).map(([key, member]): [string, Json] => [
        text(key),
        shown(member, key, isOfCollection || (key === 'metadata' && isWhole)),
      ]),
    )
  }

  return (value) => {
    learn(value)
    return shown(value, '', false)
  }
}

// Servers sort by whole seconds first: what comes first depends on when the scenario was played.
function byManager(a: Json, b: Json): number {
  const [x, y] = [a, b].map((entry) =>
    ['operation', 'manager', 'apiVersion', 'subresource']
      .map((field) => stringAt(entry, field) ?? '')
      .join(' '),
  )
  return (x ?? '') < (y ?? '') ? -1 : 1
}

// Lists, Tables and bookmarks carry the revision of the whole store, which grows by what others write meanwhile.
function isCollection(value: JsonObject): boolean {
  return Object.hasOwn(value, 'items') || stringAt(value, 'metadata', 'name') === undefined
}
