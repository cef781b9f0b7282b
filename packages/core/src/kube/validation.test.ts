import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dnsLabelErrors,
  labelValueErrors,
  pathSegmentErrors,
  qualifiedNameErrors,
  subdomainErrors,
} from './validation.ts'

describe("apimachinery's forms of names", () => {
  it.each(['app', 'a.b_c-d', 'example.com/app', 'A', '0/9', `${'p'.repeat(253)}/${'k'.repeat(63)}`])(
    'takes %s as a qualified name',
    (text) => {
      expect(qualifiedNameErrors(text)).toEqual([])
    },
  )

  it.each<[string, readonly (string | RegExp)[]]>([
    ['', [/^name part must be non-empty$/, /^name part must consist of/]],
    ['/a', [/^prefix part must be non-empty$/]],
    [
      'a/b/c',
      [
        /^a qualified name must consist .* with an optional DNS subdomain prefix and '\/' \(e.g. 'example.com\/MyName'\)$/,
      ],
    ],
    [
      `${'p'.repeat(254)}/${'k'.repeat(64)}`,
      [/^prefix part must be no more than 253 characters$/, /^name part must be no more than 63 characters$/],
    ],
    ['a\n', [/^name part must consist of/]],
    ['Example.com/a', [/^prefix part a lowercase RFC 1123 subdomain must/]],
  ])('refuses %j as a qualified name, for all its reasons', (text, reasons) => {
    const errors = qualifiedNameErrors(text)
    expect(errors).toHaveLength(reasons.length)
    reasons.forEach((reason, index) => {
      expect(errors[index]).toMatch(reason)
    })
  })

  it('counts bytes, as Go does, though it says characters', () => {
    expect(labelValueErrors('é'.repeat(31))).toHaveLength(1)
    expect(labelValueErrors('é'.repeat(32))[0]).toBe('must be no more than 63 characters')
  })

  it('says the whole rule, in the words of Kubernetes', () => {
    expect(labelValueErrors('-')).toEqual([
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ])
    expect(dnsLabelErrors('A')).toEqual([
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ])
    expect(subdomainErrors('')).toEqual([
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ])
  })

  it('tells a name with dots from other wrong DNS-1123 labels', () => {
    expect(dnsLabelErrors('a.b')).toEqual(['must not contain dots'])
    expect(dnsLabelErrors('a'.repeat(64))).toEqual(['must be no more than 63 characters'])
  })

  it('takes as a path segment all but what a URL could misread', () => {
    expect(pathSegmentErrors('system:Node.É')).toEqual([])
    expect(pathSegmentErrors('.')).toEqual(["may not be '.'"])
    expect(pathSegmentErrors('..')).toEqual(["may not be '..'"])
    expect(pathSegmentErrors('a/b%c')).toEqual(["may not contain '/'", "may not contain '%'"])
  })

  it('nests: a DNS-1123 label is a subdomain, is a label value, is a path segment', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'z', '0', '-', '.', '_', 'A', '\n'), maxLength: 6 })
    fc.assert(
      fc.property(text, (name) => {
        if (dnsLabelErrors(name).length === 0) expect(subdomainErrors(name)).toEqual([])
        if (subdomainErrors(name).length === 0) expect(labelValueErrors(name)).toEqual([])
        if (name !== '' && labelValueErrors(name).length === 0) expect(qualifiedNameErrors(name)).toEqual([])
        if (qualifiedNameErrors(name).length === 0) expect(pathSegmentErrors(name)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('takes time linear in the text', () => {
    const long = `${'a-'.repeat(200_000)}!`
    expect(qualifiedNameErrors(long)).toHaveLength(2)
    expect(subdomainErrors(`${'a.'.repeat(200_000)}!`)).toHaveLength(2)
  })
})
