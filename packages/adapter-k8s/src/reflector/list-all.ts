import {
  apiVersionOf,
  isKubeObject,
  isList,
  isObject,
  type Json,
  type KubeObject,
  memberOf,
  stringAt,
} from '@downsync/core'
import { failureText } from '../client/failure.ts'
import { collectionPath } from '../client/paths.ts'
import type { ApiAnswer, SpaceClient } from '../client/types.ts'
import type { ReflectorTarget } from './types.ts'

/** A complete list at one instant of the server, or why there is none. */
export type Listed =
  | Readonly<{ ok: true; objects: readonly KubeObject[]; resourceVersion: string }>
  | Readonly<{ ok: false; message: string; code?: number; retryAfter?: number }>

/** Lists page by page; where the server has forgotten the instant of the first page meanwhile, once more, at one go. */
export async function listAll(
  client: SpaceClient,
  target: ReflectorTarget,
  pageSize: number,
  signal: AbortSignal,
): Promise<Listed> {
  const paged = await listPages(client, target, { limit: String(pageSize) }, signal)
  return paged === 'expired' ? atOnce(await listPages(client, target, {}, signal)) : paged
}

function atOnce(listed: Listed | 'expired'): Listed {
  return listed === 'expired'
    ? { ok: false, code: 410, message: 'the server forgot a list while it was read' }
    : listed
}

async function listPages(
  client: SpaceClient,
  target: ReflectorTarget,
  limits: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Listed | 'expired'> {
  const path = collectionPath(target, target.namespace)
  const objects: KubeObject[] = []
  let resourceVersion: string | undefined
  let token = ''
  do {
    const query = { ...selectorsOf(target), ...limits, ...(token === '' ? {} : { continue: token }) }
    const answer = await client.request({ method: 'GET', path, query }, signal)
    if (token !== '' && answer.kind === 'answer' && answer.code === 410) return 'expired'
    const page = pageOf(target, answer)
    if (!page.ok) return page
    for (const object of page.objects) objects.push(object)
    // All pages are of the instant of the first.
    resourceVersion ??= page.resourceVersion
    token = page.next
  } while (token !== '')
  return { ok: true, objects, resourceVersion }
}

/** The selectors of a target, as a query says them. */
export function selectorsOf(target: ReflectorTarget): Readonly<Record<string, string>> {
  const { labelSelector, fieldSelector } = target
  return {
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  }
}

type Page =
  | Readonly<{ ok: true; objects: readonly KubeObject[]; resourceVersion: string; next: string }>
  | Extract<Listed, { ok: false }>

function pageOf(target: ReflectorTarget, answer: ApiAnswer): Page {
  if (answer.kind === 'noAnswer') return { ok: false, message: answer.message }
  const { code, body, retryAfter } = answer
  if (code !== 200) {
    const wait = retryAfter === undefined ? {} : { retryAfter }
    return { ok: false, code, message: failureText(answer), ...wait }
  }
  const items = memberOf(body, 'items')
  const resourceVersion = stringAt(body, 'metadata', 'resourceVersion') ?? ''
  // An empty list of Go is null.
  if (resourceVersion === '' || !(isList(items) || items === null))
    return { ok: false, message: 'the server answered with something that is no list' }
  const objects: KubeObject[] = []
  for (const item of items ?? []) {
    const object = itemOf(target, item)
    // P-4: what cannot be read must not look absent.
    if (object === undefined) return { ok: false, message: 'the server listed something that is no object' }
    objects.push(object)
  }
  return { ok: true, objects, resourceVersion, next: stringAt(body, 'metadata', 'continue') ?? '' }
}

// Items of built-in kinds say neither apiVersion nor kind: the list does, for all of them.
function itemOf({ group, version, kind }: ReflectorTarget, item: Json): KubeObject | undefined {
  if (isKubeObject(item)) return item
  const whole = isObject(item) ? { apiVersion: apiVersionOf(group, version), kind, ...item } : item
  return isKubeObject(whole) ? whole : undefined
}
