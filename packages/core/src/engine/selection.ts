import type { Candidate, Unseen } from '../bind/index.ts'
import {
  equalJson,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
  names,
  refKey,
  refOfKey,
  resourceVersionOf,
  uidOf,
} from '../kube/index.ts'
import {
  type CompiledPolicy,
  compilePolicy,
  equalModulation,
  isWorkload,
  type Match,
  matchPolicy,
  type NamespaceView,
  type Subject,
  subjectOf,
} from '../select/index.ts'
import { type Inputs, listKey, unseenOf } from './inputs.ts'
import type { Gather, Read, Stage } from './stage.ts'

const POLICIES = { group: names.CONTROL_GROUP, resource: 'bindingpolicies' }
const NAMESPACES = { group: '', resource: 'namespaces' }

/** From objects and policies to memberships. */
export type SelectionStages = Readonly<{
  /** By the policy's name; undefined: there is no such policy. */
  compiled: Stage<CompiledPolicy | undefined>
  policyNames: Stage<readonly string[]>
  namespacesUnseen: Stage<Unseen | undefined>
  /** Bucket: the name of a policy; source: the `refKey` of an object that it selects, or may select. */
  candidates: Gather<Candidate>
  /** The keys of the objects of a resource, given by its `listKey`, that bear a label of ours (RPT-3, RPT-4). */
  labelledOf: (read: Read, resource: string) => readonly string[]
}>

/** The stages of `select`, wired (SEL, SNP-2). */
export function selectionStages(inputs: Inputs, apiGroups: readonly string[] | undefined): SelectionStages {
  const policyNames: Stage<readonly string[]> = {
    name: 'policyNames',
    compute: (read) => read.get(inputs.keys, listKey('wds', POLICIES)).map((key) => refOfKey(key).name),
  }
  const policyBody: Stage<KubeObject | undefined> = {
    name: 'policyBody',
    compute: (read, name) =>
      read.get(inputs.object, refKey({ space: 'wds', ...POLICIES, namespace: '', name })),
    same: sameBody,
  }
  const compiled: Stage<CompiledPolicy | undefined> = {
    name: 'compiled',
    compute: (read, name) => {
      const policy = read.get(policyBody, name)
      return policy === undefined ? undefined : compilePolicy(policy)
    },
  }
  const validPolicies: Stage<readonly CompiledPolicy[]> = {
    name: 'validPolicies',
    compute: (read) =>
      read
        .get(policyNames, '')
        .map((name) => read.get(compiled, name))
        .filter((policy): policy is CompiledPolicy => policy?.valid === true),
    same: (a, b) => a.length === b.length && a.every((policy, index) => policy === b[index]),
  }
  const namespacesUnseen: Stage<Unseen | undefined> = {
    name: 'namespacesUnseen',
    compute: (read) => unseenOf(inputs, read, 'wds', NAMESPACES),
  }
  const namespaceView: Stage<NamespaceView> = {
    name: 'namespaceView',
    compute: (read, name) => {
      if (name === '') return { kind: 'clusterScoped' }
      if (read.get(namespacesUnseen, '') !== undefined) return { kind: 'unseen' }
      const namespace = read.get(inputs.object, refKey({ space: 'wds', ...NAMESPACES, namespace: '', name }))
      return namespace === undefined ? { kind: 'absent' } : { kind: 'labels', labels: labelsOf(namespace) }
    },
    same: equalJson,
  }
  const workloadKeys: Stage<readonly string[]> = {
    name: 'workloadKeys',
    compute: (read) =>
      read
        .get(inputs.resources, 'wds')
        .filter((resource) => isWorkload(resource, apiGroups))
        .flatMap((resource) => read.get(inputs.keys, listKey('wds', resource))),
  }
  const subject: Stage<Subject | undefined> = {
    name: 'subject',
    compute: (read, key) => {
      const object = read.get(inputs.object, key)
      const ref = refOfKey(key)
      return object === undefined ? undefined : subjectOf(ref, object, read.get(namespaceView, ref.namespace))
    },
    same: (a, b) => a === b || (a !== undefined && b !== undefined && equalJson(a, b)),
  }
  const matchesOf = matchesWithMemory()
  const candidates: Gather<Candidate> = {
    name: 'candidates',
    sources: workloadKeys,
    contributions: (read, key) => {
      const object = read.get(inputs.object, key)
      const info = read.get(inputs.resource, listKey('wds', refOfKey(key)))
      const asked = read.get(subject, key)
      if (object === undefined || info === undefined || asked === undefined) return new Map()
      const matches = matchesOf(asked, read.get(validPolicies, ''))
      const found = new Map<string, Candidate>(
        [...matches].map(([{ name }, match]) => [name, candidateOf(key, object, info.version, match)]),
      )
      if (bearsOwnLabel(object)) found.set(LABELLED + listKey('wds', refOfKey(key)), labelled(key))
      return found
    },
    same: (a, b) =>
      a.version === b.version && a.resourceVersion === b.resourceVersion && sameMatch(a.match, b.match),
  }
  const labelledOf: SelectionStages['labelledOf'] = (read, resource) => [
    ...read.bucket(candidates, LABELLED + resource).keys(),
  ]
  return { compiled, policyNames, namespacesUnseen, candidates, labelledOf }
}

// A bucket beside those of policies: a second round of all objects would cost as much memory as the first.
const LABELLED = '\u0000labelled '

function bearsOwnLabel(object: KubeObject): boolean {
  const labels = labelsOf(object)
  return names.ownLabels.some((name) => Object.hasOwn(labels, name))
}

// Selected by nobody: it says that the object is there.
function labelled(key: string): Candidate {
  return { id: refOfKey(key), version: '', resourceVersion: '', match: { sure: undefined, unsure: false } }
}

/** Whether two are the same but for status and metadata: what is compiled of a control object depends on no more. */
export function sameBody(a: KubeObject | undefined, b: KubeObject | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return a === b
  return (
    a.apiVersion === b.apiVersion &&
    a.kind === b.kind &&
    nameOf(a) === nameOf(b) &&
    uidOf(a) === uidOf(b) &&
    equalJson(memberOf(a, 'spec') ?? null, memberOf(b, 'spec') ?? null)
  )
}

type Matches = ReadonlyMap<CompiledPolicy, Match>

const NONE: readonly CompiledPolicy[] = []

/**
 * `matchPolicy` over many policies, without those that do not match. What was found out of a subject is remembered as long as
 * that lives, so that an edit of one policy of a thousand asks each object for that one alone.
 */
function matchesWithMemory(): (subject: Subject, policies: readonly CompiledPolicy[]) => Matches {
  const last = new WeakMap<Subject, Readonly<{ policies: readonly CompiledPolicy[]; matches: Matches }>>()
  const changed = changesWithMemory()
  return (subject, policies) => {
    const known = last.get(subject)
    const matches = new Map<CompiledPolicy, Match>()
    const { gone, added } = changed(known?.policies ?? NONE, policies)
    for (const [policy, match] of known?.matches ?? []) if (!gone.has(policy)) matches.set(policy, match)
    for (const policy of added) {
      const match = matchPolicy(policy, subject)
      if (match.sure !== undefined || match.unsure) matches.set(policy, match)
    }
    last.set(subject, { policies, matches })
    return matches
  }
}

type Changes = Readonly<{ gone: ReadonlySet<CompiledPolicy>; added: readonly CompiledPolicy[] }>

// All objects ask for the same two lists, one after another.
function changesWithMemory(): (
  before: readonly CompiledPolicy[],
  after: readonly CompiledPolicy[],
) => Changes {
  const last = new WeakMap<readonly CompiledPolicy[], Readonly<{ after: unknown; changes: Changes }>>()
  return (before, after) => {
    const known = last.get(before)
    if (known?.after === after) return known.changes
    const [old, now] = [new Set(before), new Set(after)]
    const changes: Changes = {
      gone: new Set(before.filter((policy) => !now.has(policy))),
      added: after.filter((policy) => !old.has(policy)),
    }
    last.set(before, { after, changes })
    return changes
  }
}

function candidateOf(key: string, object: KubeObject, version: string, match: Match): Candidate {
  const { group, resource, namespace, name } = refOfKey(key)
  return {
    id: { group, resource, namespace, name },
    version,
    resourceVersion: resourceVersionOf(object),
    match,
  }
}

function sameMatch(a: Match, b: Match): boolean {
  if (a.unsure !== b.unsure) return false
  if (a.sure === undefined || b.sure === undefined) return a.sure === b.sure
  return equalModulation(a.sure, b.sure)
}
