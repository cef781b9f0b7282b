import { type Json, memberOf, type Selector, testSelector } from '../kube/index.ts'
import type { Fact, Modulation, NamespaceView, Subject } from './types.ts'

/** The names that a field admits; undefined: it admits all (it is absent, empty or has `"*"`, SEL-3). */
export type NameSet = ReadonlySet<string> | undefined
/** Selectors of which one has to pass; undefined: all pass (the field is absent, empty or has a `{}`; SEL-4, SEL-5). */
export type SelectorSet = readonly Selector[] | undefined

/**
 * One member of `spec.downsync`, compiled: the six fields that discriminate, and what it asks for besides. A field of a wrong form
 * admits nothing.
 */
export type Clause = Readonly<{
  /** As it stands in the policy: what facts say was wanted. */
  written: Json
  /** Of `apiGroup`: one group, or undefined for any (SEL-2). */
  groups: NameSet
  resources: NameSet
  namespaces: NameSet
  objectNames: NameSet
  namespaceSelectors: SelectorSet
  objectSelectors: SelectorSet
  modulation: Modulation
}>

/** `unsure`: every other field holds, and its Namespace, on which the answer hangs, is not seen (SNP-2). */
export type ClauseVerdict = 'yes' | 'no' | 'unsure'

/** Whether a clause matches an object: all its fields must hold (SEL-1). Nothing is allocated. */
export function testClause(clause: Clause, { id, labels, namespace }: Subject): ClauseVerdict {
  const matches =
    admits(clause.resources, id.resource) &&
    admits(clause.groups, id.group) &&
    admitsNamespace(clause.namespaces, id.namespace) &&
    admits(clause.objectNames, id.name) &&
    passesOne(clause.objectSelectors, labels)
  return matches ? testNamespace(clause.namespaceSelectors, namespace) : 'no'
}

/**
 * The same verdict as `testClause`, with its facts: one for each field that the clause gives, in the order of the API. The verdict
 * of the facts is `verdictOf`.
 */
export function judgeClause(clause: Clause, subject: Subject): readonly Fact[] {
  const { id, labels, namespace } = subject
  const { groups, resources, namespaces, namespaceSelectors, objectSelectors, objectNames } = clause
  const onNamespace = testNamespace(namespaceSelectors, namespace)
  const fields: readonly Judged[] = [
    { field: 'apiGroup', says: groups, saw: id.group, holds: admits(groups, id.group), rule: 'SEL-2' },
    {
      field: 'resources',
      says: resources,
      saw: id.resource,
      holds: admits(resources, id.resource),
      rule: 'SEL-3',
    },
    {
      field: 'namespaces',
      says: namespaces,
      saw: id.namespace,
      holds: admitsNamespace(namespaces, id.namespace),
      rule: 'SEL-3',
    },
    {
      field: 'namespaceSelectors',
      says: namespaceSelectors,
      saw: describeView(namespace),
      holds: onNamespace === 'yes',
      rule: onNamespace === 'unsure' ? UNSEEN_RULE : 'SEL-4',
    },
    {
      field: 'objectSelectors',
      says: objectSelectors,
      saw: labels,
      holds: passesOne(objectSelectors, labels),
      rule: 'SEL-5',
    },
    {
      field: 'objectNames',
      says: objectNames,
      saw: id.name,
      holds: admits(objectNames, id.name),
      rule: 'SEL-3',
    },
  ]
  return fields.flatMap(({ says, ...fact }) => {
    const wanted = memberOf(clause.written, fact.field) ?? null
    return wanted === null && says === undefined ? [] : [{ ...fact, wanted }]
  })
}

/** What the facts of a clause amount to; `unsure` when the one that fails does so for an unseen Namespace (SNP-2). */
export function verdictOf(facts: readonly Fact[]): ClauseVerdict {
  const failing = facts.filter((fact) => !fact.holds)
  if (failing.length === 0) return 'yes'
  return failing.every((fact) => fact.rule === UNSEEN_RULE) ? 'unsure' : 'no'
}

/** Whether no field of the clause can say no (SEL-8; whether it may is for `resources` to say). */
export function isVacuous(clause: Clause): boolean {
  return (
    clause.groups === undefined &&
    clause.resources === undefined &&
    clause.namespaces === undefined &&
    clause.objectNames === undefined &&
    clause.namespaceSelectors === undefined &&
    clause.objectSelectors === undefined
  )
}

const UNSEEN_RULE = 'SNP-2'

// `says` undefined: the field admits all.
type Judged = Omit<Fact, 'wanted'> & Readonly<{ says: NameSet | SelectorSet }>

function admits(set: NameSet, name: string): boolean {
  return set === undefined || set.has(name)
}

// SEL-3: the `''` of a cluster-scoped object is no namespace that a list could name.
function admitsNamespace(set: NameSet, namespace: string): boolean {
  return set === undefined || (namespace !== '' && set.has(namespace))
}

function passesOne(selectors: SelectorSet, labels: Subject['labels']): boolean {
  if (selectors === undefined) return true
  for (const selector of selectors) if (testSelector(selector, labels)) return true
  return false
}

function testNamespace(selectors: SelectorSet, view: NamespaceView): ClauseVerdict {
  if (selectors === undefined) return 'yes'
  switch (view.kind) {
    case 'labels':
      return passesOne(selectors, view.labels) ? 'yes' : 'no'
    case 'unseen':
      return 'unsure'
    case 'absent':
    case 'clusterScoped':
      return 'no'
  }
}

function describeView(view: NamespaceView): Json {
  switch (view.kind) {
    case 'labels':
      return view.labels
    case 'absent':
      return 'no such Namespace'
    case 'unseen':
      return 'Namespaces are not seen'
    case 'clusterScoped':
      return 'no namespace, cluster-scoped'
  }
}
