import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isObject, type Json, problemLine } from '../kube/index.ts'
import { nastyJson } from '../kube/json.arbitrary.ts'
import { edited, kinds, placeOf, samples } from './control-object.arbitrary.ts'
import { fieldPath } from './field-path.ts'
import { unknownFields } from './unknown-fields.ts'

describe('unknown fields', () => {
  it.each(kinds)('a %s in which every field is there has none', (kind) => {
    expect(unknownFields(kind, samples[kind])).toEqual([])
  })

  it.each<readonly [string, Json, string]>([
    [
      'a slip of the pen',
      { downsync: [{ labelSelector: {} }] },
      'spec.downsync[0].labelSelector: unknown field; did you mean objectSelectors?',
    ],
    [
      'another case',
      { clusterselectors: [] },
      'spec.clusterselectors: unknown field; did you mean clusterSelectors?',
    ],
    [
      'deep down',
      { clusterSelectors: [{}, { matchExpressions: [{ key: 'a', op: 'In' }] }] },
      'spec.clusterSelectors[1].matchExpressions[0].op: unknown field',
    ],
    [
      'the wrong place: KubeStellar before 0.26',
      { wantSingletonReportedState: true },
      'spec.wantSingletonReportedState: unknown field; did you mean spec.downsync[].wantSingletonReportedState?',
    ],
    [
      'one of several places',
      { downsync: [{ matchLabels: {} }] },
      'spec.downsync[0].matchLabels: unknown field; did you mean spec.clusterSelectors[].matchLabels or spec.downsync[].namespaceSelectors[].matchLabels?',
    ],
    ['nothing like it', { junk: 1 }, 'spec.junk: unknown field'],
    ['a key that objects inherit', { toString: 1 }, 'spec.toString: unknown field'],
    ['a long one', { ['x'.repeat(1e6)]: 1 }, `spec.${'x'.repeat(1e6)}: unknown field`],
  ])('%s', (_, spec, line) => {
    expect(unknownFields('BindingPolicy', { ...samples.BindingPolicy, spec }).map(problemLine)).toEqual([
      line,
    ])
  })

  it('are looked for in metadata and beside it, not in status, labels and what is passed on as it is', () => {
    const object = {
      ...samples.WorkStatus,
      metadata: { name: 'x', label: { app: 'web' }, labels: { anything: 'goes' } },
      stauts: {},
      status: { anything: 'goes' },
    }
    expect(unknownFields('WorkStatus', object).map(problemLine)).toEqual([
      'metadata.label: unknown field; did you mean labels?',
      'stauts: unknown field; did you mean status?',
    ])
    expect(unknownFields('Binding', { ...samples.Binding, status: { whatever: 1 } })).toEqual([])
  })

  it('are found wherever they are', () => {
    fc.assert(
      fc.property(placeOf(isObject), nastyJson(), ({ kind, path }, member) => {
        fc.pre(!path.includes('matchLabels') && !path.includes('object'))
        const object = edited(samples[kind], [...path, 'unheardOf'], member)
        expect(unknownFields(kind, object)).toMatchObject([
          { code: 'FieldInvalid', path: fieldPath([...path, 'unheardOf']), found: member },
        ])
      }),
    )
  })

  it('P-3 total', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), nastyJson(), (kind, object) => {
        for (const fault of unknownFields(kind, object)) expect(fault.message).toMatch(/^unknown field/)
      }),
    )
  })
})
