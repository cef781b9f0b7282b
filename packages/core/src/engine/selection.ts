import type { Candidate, Unseen } from '../bind/index.ts'
import { type KubeObject, labelsOf, names, refKey, refOfKey, resourceVersionOf } from '../kube/index.ts'
import {
  type CompiledPolicy,
  compilePolicy,
  equalModulation,
  isWorkload,
  type Match,
  matchPolicy,
  type NamespaceView,
  subjectOf,
} from '../select/index.ts'
import { type Inputs, listKey, unseenOf } from './inputs.ts'
import type { Gather, Stage } from './stage.ts'

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
}>

/** The stages of `select`, wired (SEL, SNP-2). */
export function selectionStages(inputs: Inputs, apiGroups: readonly string[] | undefined): SelectionStages {
  const policyNames: Stage<readonly string[]> = {
    name: 'policyNames',
    compute: (read) => read.get(inputs.keys, listKey('wds', POLICIES)).map((key) => refOfKey(key).name),
  }
  const compiled: Stage<CompiledPolicy | undefined> = {
    name: 'compiled',
    compute: (read, name) => {
      const policy = read.get(inputs.object, refKey({ space: 'wds', ...POLICIES, namespace: '', name }))
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
  }
  const workloadKeys: Stage<readonly string[]> = {
    name: 'workloadKeys',
    compute: (read) =>
      read
        .get(inputs.resources, 'wds')
        .filter((resource) => isWorkload(resource, apiGroups))
        .flatMap((resource) => read.get(inputs.keys, listKey('wds', resource))),
  }
  const candidates: Gather<Candidate> = {
    name: 'candidates',
    sources: workloadKeys,
    contributions: (read, key) => {
      const object = read.get(inputs.object, key)
      const ref = refOfKey(key)
      const info = read.get(inputs.resource, listKey('wds', ref))
      if (object === undefined || info === undefined) return new Map()
      const subject = subjectOf(ref, object, read.get(namespaceView, ref.namespace))
      const matches = read
        .get(validPolicies, '')
        .map((policy) => [policy.name, matchPolicy(policy, subject)] as const)
        .filter(([, match]) => match.sure !== undefined || match.unsure)
      return new Map(
        matches.map(([name, match]) => [name, candidateOf(key, object, info.version, match)] as const),
      )
    },
    same: (a, b) =>
      a.version === b.version && a.resourceVersion === b.resourceVersion && sameMatch(a.match, b.match),
  }
  return { compiled, policyNames, namespacesUnseen, candidates }
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
