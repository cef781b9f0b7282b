import { done, forbidden, internalError, type Outcome, refused } from '../status/index.ts'
import type { ObjectStore } from '../store/index.ts'
import { type Demand, judge, refusalText } from './rbac.ts'
import { AUTHENTICATED, anonymous, type User } from './user.ts'

/** Headers of a request, each with all its values. */
export type Headers = Readonly<Record<string, readonly string[] | undefined>>

const UNAUTHENTICATED = 'system:unauthenticated'
const EXTRA = 'impersonate-extra-'
const AUTHENTICATION = 'authentication.k8s.io'

/**
 * Who a request counts as: whom its `Impersonate-…` headers name, where its user may impersonate that user and each group, and
 * its user where there are none.
 */
export function impersonatedBy(store: ObjectStore, user: User, headers: Headers): Outcome<User> {
  const [name = ''] = headers['impersonate-user'] ?? []
  const [uid = ''] = headers['impersonate-uid'] ?? []
  const groups = headers['impersonate-group'] ?? []
  const extra = extraIn(headers)
  if (name === '') {
    if (uid === '' && groups.length === 0 && extra.length === 0) return done(user)
    return refused(
      internalError('the headers ask to impersonate groups or more without impersonating a user'),
    )
  }
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name)
  const [, namespace = '', accountName = ''] = account ?? []
  const demands = [
    account === null
      ? demandOf('', 'users', name)
      : { ...demandOf('', 'serviceaccounts', accountName), namespace },
    ...groups.map((group) => demandOf('', 'groups', group)),
    ...extra.flatMap(([key, values]) =>
      values.map((value) => ({ ...demandOf(AUTHENTICATION, 'userextras', value), subresource: key })),
    ),
    ...(uid === '' ? [] : [demandOf(AUTHENTICATION, 'uids', uid)]),
  ]
  for (const demand of demands) {
    const verdict = judge(store, user, demand)
    if (!verdict.isAllowed)
      return refused(forbidden(demand, demand.name, refusalText(user, demand, verdict.reason)))
  }
  const own = account === null ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
  return done({
    name,
    groups: withEverybody(name, groups.length === 0 ? own : groups),
    ...(uid !== '' && { uid }),
    ...(extra.length > 0 && { extra: Object.fromEntries(extra) }),
  })
}

// Everybody is in one of two groups; whoever names one of them has said in which.
function withEverybody(name: string, groups: readonly string[]): readonly string[] {
  const isSaid =
    groups.includes(UNAUTHENTICATED) || (name !== anonymous.name && groups.includes(AUTHENTICATED))
  if (isSaid) return groups
  return [...groups, name === anonymous.name ? UNAUTHENTICATED : AUTHENTICATED]
}

function extraIn(headers: Headers): readonly (readonly [string, readonly string[]])[] {
  return Object.entries(headers).flatMap(([header, values = []]) =>
    header.startsWith(EXTRA) ? [[unescaped(header.slice(EXTRA.length)), values] as const] : [],
  )
}

function unescaped(key: string): string {
  try {
    return decodeURIComponent(key)
  } catch {
    return key
  }
}

function demandOf(group: string, resource: string, name: string): Extract<Demand, { kind: 'resource' }> {
  return { kind: 'resource', verb: 'impersonate', group, resource, subresource: '', namespace: '', name }
}
