import {
  isDeleting,
  isList,
  isObject,
  type Json,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
} from '@downsync/core'
import {
  compilePolicy,
  judgePolicy,
  matchPolicy,
  type Subject,
  selectWecs,
  verdictOf,
} from '@downsync/core/select'
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mangled } from './any-json.ts'
import {
  clauseFields,
  faultyPolicy,
  inventory,
  modulation,
  policy,
  policyOf,
  policySpec,
  requirement,
  selector,
  subject,
} from './policies.ts'

const RUNS = 4000

/** How often each class comes up in a sample, a share of 1 each; printed, so that a reader sees what is tested. */
function sharesOf<T>(title: string, arbitrary: Arbitrary<T>, classify: (value: T) => Iterable<string>) {
  const counts = new Map<string, number>()
  for (const value of fc.sample(arbitrary, { numRuns: RUNS, seed: 7 }))
    for (const name of new Set(classify(value))) counts.set(name, (counts.get(name) ?? 0) + 1)
  const shares = new Map([...counts].map(([name, count]) => [name, count / RUNS] as const))
  const shown = [...shares]
    .sort(([, a], [, b]) => b - a)
    .map(([name, share]) => `${name} ${(100 * share).toFixed(1)} %`)
  console.info(`${title}: ${shown.join(', ')}`)
  return shares
}

function expectReached(shares: ReadonlyMap<string, number>, classes: readonly string[], least: number): void {
  expect(classes.filter((name) => (shares.get(name) ?? 0) < least)).toEqual([])
}

const kindOf = (value: Json | undefined): string => {
  if (value === undefined) return 'absent'
  if (!Array.isArray(value)) return value === null ? 'null' : 'given'
  if (value.length === 0) return 'empty'
  const says = (member: Json) => member === '*' || (isObject(member) && Object.values(member).every(isEmpty))
  return value.some(says) ? 'all' : 'given'
}
const isEmpty = (value: Json) =>
  isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0

describe('the generators reach', () => {
  it('every operator', () => {
    const shares = sharesOf('operators', requirement(), (one) => [stringAt(one, 'operator') ?? 'none'])
    expectReached(shares, ['In', 'NotIn', 'Exists', 'DoesNotExist'], 0.2)
  })

  it('both halves of a selector', () => {
    const shares = sharesOf('selectors', selector(), (one) => [Object.keys(one).join('+')])
    expectReached(shares, ['matchLabels', 'matchExpressions', 'matchLabels+matchExpressions'], 0.05)
  })

  it('every field of a clause: absent, empty, with all, and with names', () => {
    const shares = sharesOf('clause fields', policy(), (made) =>
      listAt(made, 'spec', 'downsync').flatMap((clause) =>
        clauseFields.map((field) => `${field} ${kindOf(memberOf(clause, field))}`),
      ),
    )
    const lists = clauseFields.filter((field) => field !== 'apiGroup')
    const forms = ['absent', 'empty', 'all', 'given'].flatMap((form) =>
      lists.map((field) => `${field} ${form}`),
    )
    expectReached(shares, [...forms, 'apiGroup absent', 'apiGroup null', 'apiGroup given'], 0.05)
  })

  it('every modulation', () => {
    const shares = sharesOf('modulations', modulation(), (made) =>
      Object.entries(made).map(
        ([field, value]) => `${field} ${String(isList(value) ? value.length > 0 : value === true)}`,
      ),
    )
    const fields = [
      'createOnly',
      'statusCollectors',
      'wantSingletonReportedState',
      'wantMultiWECReportedState',
    ]
    expectReached(
      shares,
      fields.flatMap((field) => [`${field} true`, `${field} false`]),
      0.1,
    )
  })

  it('every verdict, and each field as the only one that fails', () => {
    const shares = sharesOf('verdicts', fc.tuple(policy(), subject()), ([made, object]) =>
      verdictsOf(made, object),
    )
    expectReached(shares, ['yes', 'no', 'unsure', 'several yes', 'yes and unsure'], 0.01)
    expectReached(
      shares,
      clauseFields.map((field) => `only ${field} fails`),
      0.01,
    )
  })

  it('every view of a Namespace', () => {
    const shares = sharesOf('Namespaces', subject(), (object) => [object.namespace.kind])
    expectReached(shares, ['labels', 'absent', 'unseen', 'clusterScoped'], 0.05)
  })

  it('policies with no, some and all WECs, and WECs that are leaving', () => {
    const shares = sharesOf('WECs', fc.tuple(policy(), inventory()), ([made, wecs]) => {
      const selected = selectWecs(compilePolicy(made), wecs).length
      const leaving = wecs.some(isDeleting) ? ['leaving'] : []
      return [selected === 0 ? 'none' : selected === wecs.length ? 'all' : 'some', ...leaving]
    })
    expectReached(shares, ['none', 'some', 'all', 'leaving'], 0.05)
  })

  it('every fault', () => {
    const shares = sharesOf('faults', faultyPolicy(), ({ policy: made }) => codesOf(made))
    expectReached(shares, ['SelectorInvalid', 'ClauseVacuous', 'FieldInvalid'], 0.1)
  })

  it('mangled policies that are invalid, and some that are still valid', () => {
    const shares = sharesOf('mangled', mangled(policySpec()), (spec) => codesOf(policyOf(spec)))
    expectReached(shares, ['SelectorInvalid', 'ClauseVacuous', 'FieldInvalid', 'valid'], 0.01)
  })
})

function verdictsOf(made: KubeObject, object: Subject): readonly string[] {
  const compiled = compilePolicy(made)
  const { sure, unsure } = matchPolicy(compiled, object)
  const clauses = judgePolicy(compiled, object, undefined).clauses
  const found = clauses.map(verdictOf)
  const alone = clauses
    .map((facts) => facts.filter((fact) => !fact.holds))
    .flatMap((failing) => (failing.length === 1 ? failing.map((fact) => `only ${fact.field} fails`) : []))
  if (found.filter((verdict) => verdict === 'yes').length > 1) alone.push('several yes')
  if (sure !== undefined && unsure) alone.push('yes and unsure')
  return [...found, ...alone]
}

function codesOf(made: KubeObject): readonly string[] {
  const { valid, faults } = compilePolicy(made)
  return valid ? ['valid'] : faults.map((fault) => fault.code)
}
