/** What is right at a place of a table, in words, and the names that there are: of keys, or of values. */
export type Form = Readonly<{ right?: string; keys?: readonly string[] }>

const KEYS = ['group', 'kind', 'observesGeneration', 'nesting', 'fields', 'conditions', 'ends', 'worstWec']
/** What every table has. */
export const REQUIRED = 'group, kind, observesGeneration and fields'

const OPERATIONS = [
  'least',
  'most',
  'base',
  'relative',
  'rising',
  'worst',
  'earliest',
  'latest',
  'united',
  'alike',
  'gathered',
  'together',
]
const RULE_KEYS = [
  'op',
  'field',
  'zero',
  'silent',
  'keeps',
  'desired',
  'to',
  'worst',
  'order',
  'fields',
  'differ',
]

const forms: readonly Readonly<{ at: RegExp; form: Form }>[] = [
  { at: /^$/, form: { right: `an object with ${REQUIRED}`, keys: KEYS } },
  { at: /^(?:group|kind)$/, form: { right: 'a string' } },
  { at: /^observesGeneration$/, form: { right: 'true or false' } },
  { at: /^fields$/, form: { right: 'a list of rules' } },
  { at: /^fields\[\d+\]$/, form: { right: 'a rule with op and field', keys: RULE_KEYS } },
  { at: /^fields\[\d+\]\.op$/, form: oneOf(OPERATIONS) },
  { at: /^fields\[\d+\]\.field$/, form: { right: 'the path of a field of .status, keys joined by dots' } },
  { at: /^fields\[\d+\]\.zero$/, form: oneOf(['written', 'omitted', 'reported']) },
  { at: /^fields\[\d+\]\.worst$/, form: oneOf(['least', 'most']) },
  { at: /^fields\[\d+\]\.keeps$/, form: oneOf(['always', 'unlessResized']) },
  { at: /^fields\[\d+\]\.order$/, form: { right: 'a list of words, from best to worst' } },
]

/** The form of a place of a table, by its path as `fields[0].op`; nothing for one that only few tables have. */
export function formOfTable(path: string): Form {
  return forms.find(({ at }) => at.test(path))?.form ?? {}
}

function oneOf(names: readonly string[]): Form {
  return { right: `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`, keys: names }
}
