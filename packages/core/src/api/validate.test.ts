import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalJson, type Fault, isObject, type Json, type KubeObject } from '../kube/index.ts'
import { frozen, nastyJson, nested } from '../kube/json.arbitrary.ts'
import { edited, kinds, type Path, placeOf, replacement, samples } from './control-object.arbitrary.ts'
import { fieldPath } from './field-path.ts'
import type { BindingPolicy } from './index.ts'
import { type ControlKind, validateBindingPolicy, validators } from './validate.ts'

function faultsOf(kind: ControlKind, object: Json): readonly Fault[] {
  const checked = validators[kind](object)
  return checked.ok ? [] : checked.faults
}

function linesOf(kind: ControlKind, object: Json): readonly string[] {
  return faultsOf(kind, object).map(({ path, message }) => `${path}: ${message}`)
}

function readAs(kind: ControlKind, object: Json): Json {
  const checked = validators[kind](object)
  if (!checked.ok) throw new Error(linesOf(kind, object).join('\n'))
  return checked.value
}

// The keys of labels are written in brackets, as compileSelector writes them.
function pathText(path: Path): string {
  return fieldPath(path.map((step, index) => (path[index - 1] === 'matchLabels' ? `[${step}]` : step)))
}

describe('objects of the control API as typed values', () => {
  it.each(kinds)('a %s in which everything is said comes out as it went in', (kind) => {
    expect(readAs(kind, frozen(samples[kind]))).toEqual(samples[kind])
  })

  it('a value is an object of Kubernetes, and JSON', () => {
    const checked = validateBindingPolicy(samples.BindingPolicy)
    const policy: BindingPolicy | undefined = checked.ok ? checked.value : undefined
    const object: KubeObject | undefined = policy
    expect(object?.metadata['name']).toBe('web')
    const clause = policy?.spec.downsync[1]
    expect(clause).toBeDefined()
    expect(Object.keys(clause ?? {})).not.toContain('apiGroup')
  })

  it('validating a value changes nothing any more', () => {
    fc.assert(
      fc.property(placeOf(), replacement(), ({ kind, path }, value) => {
        const checked = validators[kind](edited(samples[kind], path, value))
        if (checked.ok) expect(readAs(kind, checked.value)).toEqual(checked.value)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['BindingPolicy', { clusterSelectors: [], downsync: [] }],
    ['Binding', { workload: { clusterScope: [], namespaceScope: [] }, destinations: [] }],
    ['StatusCollector', { groupBy: [], combinedFields: [], select: [], limit: 20 }],
  ] as const)('a %s that says nothing has empty lists (COL-7: and a limit of 20)', (kind, spec) => {
    const bare = { apiVersion: 'control.kubestellar.io/v1alpha1', kind, metadata: { name: 'x' } }
    expect(readAs(kind, bare)).toEqual({ ...bare, spec })
    expect(readAs(kind, { ...bare, spec: null })).toEqual({ ...bare, spec })
  })

  it('BND-6 an entry of a user’s Binding needs group, resource, namespace and name alone', () => {
    const reference = { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' }
    const spec = { workload: { namespaceScope: [reference] } }
    const value = readAs('Binding', { ...samples.Binding, spec })
    expect(value).toMatchObject({ spec: { workload: { namespaceScope: [{ ...reference, version: '' }] } } })
  })

  it('null is absent, for every field that may be missing', () => {
    fc.assert(
      fc.property(placeOf(), ({ kind, path }) => {
        // A label that is null is a fault: without it the selector would select more.
        fc.pre(typeof path.at(-1) === 'string' && path.at(-2) !== 'matchLabels')
        const absent = edited(samples[kind], path, undefined)
        const written = edited(samples[kind], path, null)
        const paths = faultsOf(kind, absent).map((fault) => fault.path)
        expect(faultsOf(kind, written).map((fault) => fault.path)).toEqual(paths)
        if (paths.length === 0) expect(readAs(kind, written)).toStrictEqual(readAs(kind, absent))
      }),
      { numRuns: 1000 },
    )
  })

  it('NUM-1 a limit beyond 2^53 is one', () => {
    const spec = { limit: 9223372036854775807n }
    expect(readAs('StatusCollector', { ...samples.StatusCollector, spec })).toMatchObject({
      spec: { limit: Number.MAX_SAFE_INTEGER },
    })
  })

  it('LBL-3 labels keep every key, so that a selector never comes to select more', () => {
    const matchLabels = JSON.parse('{"__proto__":"x","constructor":"y"}')
    const checked = validateBindingPolicy({
      ...samples.BindingPolicy,
      spec: { clusterSelectors: [{ matchLabels }] },
    })
    expect(checked.ok && Object.entries(checked.value.spec.clusterSelectors[0]?.matchLabels ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
  })

  it('P-4 a status that is no good does not make its object invalid', () => {
    for (const kind of ['BindingPolicy', 'Binding', 'CustomTransform', 'StatusCollector'] as const) {
      expect(readAs(kind, edited(samples[kind], ['status'], 5))).toEqual(
        edited(samples[kind], ['status'], undefined),
      )
      expect(linesOf(kind, edited(samples[kind], ['status', 'conditions'], 'none'))).toEqual([])
    }
  })

  it('unknown fields are left away', () => {
    fc.assert(
      fc.property(placeOf(isObject), nastyJson(), ({ kind, path }, member) => {
        fc.pre(!path.includes('matchLabels') && !path.includes('object'))
        const withMore = edited(samples[kind], [...path, 'unheardOf'], member)
        expect(readAs(kind, withMore)).toEqual(samples[kind])
      }),
    )
  })
})

describe('faults of form', () => {
  const cases: readonly (readonly [ControlKind, Path, Json | undefined, string])[] = [
    ['BindingPolicy', ['kind'], 'Binding', 'kind: must be "BindingPolicy"; found the string "Binding"'],
    [
      'Binding',
      ['apiVersion'],
      'v1',
      'apiVersion: must be "control.kubestellar.io/v1alpha1"; found the string "v1"',
    ],
    ['Binding', ['metadata', 'name'], undefined, 'metadata: must be an object with a name; found an object'],
    ['BindingPolicy', ['spec'], [], 'spec: must be an object; found a list'],
    ['BindingPolicy', ['spec', 'downsync'], {}, 'spec.downsync: must be a list of clauses; found an object'],
    ['BindingPolicy', ['spec', 'downsync', 0], null, 'spec.downsync[0]: must be an object; found null'],
    [
      'BindingPolicy',
      ['spec', 'downsync', 0, 'resources'],
      5,
      'spec.downsync[0].resources: must be a list of strings; found the number 5',
    ],
    [
      'BindingPolicy',
      ['spec', 'downsync', 0, 'resources', 1],
      null,
      'spec.downsync[0].resources[1]: must be a string; found null',
    ],
    [
      'BindingPolicy',
      ['spec', 'downsync', 1, 'createOnly'],
      'yes',
      'spec.downsync[1].createOnly: must be true or false; found the string "yes"',
    ],
    [
      'BindingPolicy',
      ['spec', 'downsync', 0, 'apiGroup'],
      -0,
      'spec.downsync[0].apiGroup: must be a string; found the number -0',
    ],
    [
      'BindingPolicy',
      ['spec', 'clusterSelectors', 0],
      null,
      'spec.clusterSelectors[0]: must be an object; found null',
    ],
    [
      'BindingPolicy',
      ['spec', 'clusterSelectors', 0, 'matchLabels', 'a.b/c'],
      null,
      'spec.clusterSelectors[0].matchLabels[a.b/c]: must be a string; found null',
    ],
    [
      'BindingPolicy',
      ['spec', 'downsync', 0, 'objectSelectors', 1, 'matchLabels'],
      ['x'],
      'spec.downsync[0].objectSelectors[1].matchLabels: must be an object of strings; found a list',
    ],
    [
      'BindingPolicy',
      ['spec', 'downsync', 0, 'objectSelectors', 1, 'matchExpressions', 0, 'key'],
      undefined,
      'spec.downsync[0].objectSelectors[1].matchExpressions[0].key: must be a string; it is missing',
    ],
    [
      'Binding',
      ['spec', 'workload', 'namespaceScope', 0, 'namespace'],
      undefined,
      'spec.workload.namespaceScope[0].namespace: must be a string; it is missing',
    ],
    [
      'Binding',
      ['spec', 'destinations', 1, 'clusterId'],
      9007199254740993n,
      'spec.destinations[1].clusterId: must be a string; found the number 9007199254740993',
    ],
    ['CustomTransform', ['spec'], undefined, 'spec: must be an object; it is missing'],
    ['CustomTransform', ['spec', 'resource'], true, 'spec.resource: must be a string; found true'],
    [
      'StatusCollector',
      ['spec', 'combinedFields', 0, 'type'],
      'MEDIAN',
      'spec.combinedFields[0].type: must be COUNT, SUM, AVG, MIN or MAX; found the string "MEDIAN"',
    ],
    ['StatusCollector', ['spec', 'limit'], 1.5, 'spec.limit: must be a whole number; found the number 1.5'],
    [
      'CombinedStatus',
      ['results', 0, 'rows', 0, 'columns', 1, 'type'],
      'Int',
      'results[0].rows[0].columns[1].type: must be String, Number, Bool, Null, Object or Array; found the string "Int"',
    ],
    [
      'WorkStatus',
      ['spec', 'sourceRef', 'group'],
      undefined,
      'spec.sourceRef.group: must be a string; it is missing',
    ],
    ['WorkStatus', ['status'], 'Running', 'status: must be an object; found the string "Running"'],
  ]
  it.each(cases.map(([kind, path, value, line]) => ({ kind, path, value, line })))(
    '$kind $line',
    ({ kind, path, value, line }) => {
      expect(linesOf(kind, edited(samples[kind], path, value))).toEqual([line])
    },
  )

  it('say what was found and what would be right, as data too', () => {
    const object = edited(samples.BindingPolicy, ['spec', 'downsync', 0, 'namespaces'], 'shop')
    expect(faultsOf('BindingPolicy', object)).toEqual([
      {
        code: 'FieldInvalid',
        path: 'spec.downsync[0].namespaces',
        message: 'must be a list of strings; found the string "shop"',
        found: 'shop',
        expected: 'a list of strings',
      },
    ])
  })

  it('quote no more than the beginning of a long string', () => {
    const [line = ''] = linesOf('CustomTransform', { ...samples.CustomTransform, spec: 'x'.repeat(1e6) })
    expect(line).toMatch(/^spec: must be an object; found the string "x{60}…"$/)
  })

  it('are all told, in the order of the API', () => {
    const clauses = { resources: 5, objectNames: [1, 'a', 2] }
    expect(
      faultsOf('BindingPolicy', {
        ...samples.BindingPolicy,
        spec: { downsync: [clauses], clusterSelectors: 'x' },
      }),
    ).toMatchObject([
      { path: 'spec.clusterSelectors' },
      { path: 'spec.downsync[0].resources' },
      { path: 'spec.downsync[0].objectNames[0]' },
      { path: 'spec.downsync[0].objectNames[2]' },
    ])
  })

  it('are where the wrong value is, and nowhere else', () => {
    fc.assert(
      fc.property(placeOf(), replacement(), ({ kind, path }, value) => {
        const at = pathText(path)
        for (const fault of faultsOf(kind, edited(samples[kind], path, value)))
          if (fault.code === 'ClauseVacuous') expect(at.startsWith('spec')).toBe(true)
          else expect(fault.path.startsWith(at)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('SEL-8 a clause with none of the six fields present', () => {
  const withClause = (clause: Json): Json => ({ ...samples.BindingPolicy, spec: { downsync: [clause] } })

  it.each<Json>([
    {},
    { createOnly: true, statusCollectors: ['x'] },
    { apiGroup: null, resources: null, objectSelectors: null },
    { labelSelector: { matchLabels: { app: 'web' } } },
  ])('%j is a fault', (clause) => {
    expect(faultsOf('BindingPolicy', withClause(clause))).toEqual([
      {
        code: 'ClauseVacuous',
        path: 'spec.downsync[0]',
        message:
          'selects by nothing: it has none of apiGroup, resources, namespaces, namespaceSelectors, objectSelectors, objectNames',
        found: clause,
        expected: 'resources: ["*"], if it is to select everything',
      },
    ])
  })

  it.each<Json>([{ apiGroup: '' }, { resources: ['*'] }, { objectSelectors: [] }, { namespaces: ['a'] }])(
    '%j has one',
    (clause) => {
      expect(linesOf('BindingPolicy', withClause(clause))).toEqual([])
    },
  )
})

describe('P-3 total', () => {
  it('any JSON is a value or has faults, and stays as it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), nastyJson(), (kind, object) => {
        const checked = validators[kind](frozen(object))
        expect(checked.ok || checked.faults.length > 0).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('so does JSON that is nearly right', () => {
    const outcomes = { ok: 0, faults: 0 }
    fc.assert(
      fc.property(placeOf(), replacement(), ({ kind, path }, value) => {
        const object = frozen(edited(samples[kind], path, value))
        const checked = validators[kind](object)
        outcomes[checked.ok ? 'ok' : 'faults']++
        if (checked.ok) expect(equalJson(checked.value['metadata'], samples[kind]['metadata'])).toBe(true)
        else for (const fault of checked.faults) expect(fault.message).not.toBe('')
      }),
      { numRuns: 1500 },
    )
    expect(Math.min(outcomes.ok, outcomes.faults)).toBeGreaterThan(100)
  })

  it('however deep it is, or however much of it is wrong', () => {
    const paths = (spec: Json) =>
      faultsOf('BindingPolicy', { ...samples.BindingPolicy, spec }).map(({ path }) => path)
    expect(paths({ clusterSelectors: nested(100_000) })).toEqual(['spec.clusterSelectors[0]'])
    expect(paths({ downsync: [{ resources: Array.from({ length: 300_000 }, () => 1) }] })).toEqual([''])
  })
})
