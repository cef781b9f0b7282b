import { utf8Length } from './utf8.ts'

// The texts are apimachinery's (Kubernetes 1.32), so that users recognise them; lengths count bytes, as
// there.
const ALPHANUMERIC_ENDS = 'and must start and end with an alphanumeric character'
const QUALIFIED_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const LABEL_VALUE = `(${QUALIFIED_NAME})?`
const DNS_1123_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const DNS_1123_SUBDOMAIN = `${DNS_1123_LABEL}(\\.${DNS_1123_LABEL})*`

const LABEL_LENGTH = 63
const SUBDOMAIN_LENGTH = 253

const qualifiedName = whole(QUALIFIED_NAME)
const labelValue = whole(LABEL_VALUE)
const dns1123Label = whole(DNS_1123_LABEL)
const dns1123Subdomain = whole(DNS_1123_SUBDOMAIN)

const qualifiedNameForm = formText(
  `must consist of alphanumeric characters, '-', '_' or '.', ${ALPHANUMERIC_ENDS}`,
  QUALIFIED_NAME,
  ['MyName', 'my.name', '123-abc'],
)

/**
 * What keeps a text from being a qualified name, the form of label and annotation keys: `[prefix/]name`.
 * @returns apimachinery's texts; empty when it is one
 */
export function qualifiedNameErrors(text: string): readonly string[] {
  const parts = text.split('/')
  const [first = '', second] = parts
  if (parts.length > 2)
    return [
      `a qualified name ${qualifiedNameForm} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ]
  const name = second ?? first
  const errors: string[] = []
  if (second !== undefined) {
    const prefixErrors = first === '' ? ['must be non-empty'] : subdomainErrors(first)
    errors.push(...prefixErrors.map((error) => `prefix part ${error}`))
  }
  if (name === '') errors.push('name part must be non-empty')
  else errors.push(...lengthErrors(name, LABEL_LENGTH).map((error) => `name part ${error}`))
  if (!qualifiedName.test(name)) errors.push(`name part ${qualifiedNameForm}`)
  return errors
}

/** What keeps a text from being a label value, in apimachinery's texts; empty when it is one. */
export function labelValueErrors(text: string): readonly string[] {
  const errors = lengthErrors(text, LABEL_LENGTH)
  if (!labelValue.test(text))
    errors.push(
      formText(
        `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', ${ALPHANUMERIC_ENDS}`,
        LABEL_VALUE,
        ['MyValue', 'my_value', '12345'],
      ),
    )
  return errors
}

/**
 * What keeps a text from being a DNS-1123 label (names of Namespaces), in apimachinery's texts; empty when
 * it is one.
 */
export function dnsLabelErrors(text: string): readonly string[] {
  const errors = lengthErrors(text, LABEL_LENGTH)
  if (dns1123Label.test(text)) return errors
  if (dns1123Subdomain.test(text)) errors.push('must not contain dots')
  else
    errors.push(
      formText(
        `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', ${ALPHANUMERIC_ENDS}`,
        DNS_1123_LABEL,
        ['my-name', '123-abc'],
      ),
    )
  return errors
}

/**
 * What keeps a text from being a DNS-1123 subdomain (most names), in apimachinery's texts; empty when it is
 * one.
 */
export function subdomainErrors(text: string): readonly string[] {
  const errors = lengthErrors(text, SUBDOMAIN_LENGTH)
  if (!dns1123Subdomain.test(text))
    errors.push(
      formText(
        `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', ${ALPHANUMERIC_ENDS}`,
        DNS_1123_SUBDOMAIN,
        ['example.com'],
      ),
    )
  return errors
}

/** What keeps a text from being a segment of a URL path (names of RBAC objects), in apimachinery's texts. */
export function pathSegmentErrors(text: string): readonly string[] {
  if (text === '.' || text === '..') return [`may not be '${text}'`]
  return ['/', '%'].filter((sign) => text.includes(sign)).map((sign) => `may not contain '${sign}'`)
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`)
}

function lengthErrors(text: string, limit: number): string[] {
  return utf8Length(text) > limit ? [`must be no more than ${limit} characters`] : []
}

// The comma and two spaces between examples are Go's.
function formText(rule: string, pattern: string, examples: readonly string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ')
  return `${rule} (e.g. ${shown}regex used for validation is '${pattern}')`
}
