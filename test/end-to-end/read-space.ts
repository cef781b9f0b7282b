import { type ApiAnswer, discover, failureText, resourcePath, type SpaceClient } from '@downsync/adapter-k8s'
import {
  isKubeObject,
  isObject,
  type KubeObject,
  listAt,
  type ResourceInfo,
  type SpaceInput,
  stringAt,
} from '@downsync/core'

/** Everything in a space, as plain lists give it: nothing of reflectors or feeds takes part. */
export async function readSpace(
  client: SpaceClient,
): Promise<SpaceInput & Readonly<{ objects: readonly KubeObject[] }>> {
  const found = await discover(client)
  if (!found.ok) throw new Error(found.message)
  const listable = found.value.resources.filter(
    ({ verbs }) => verbs.includes('list') && verbs.includes('watch'),
  )
  const resources = listable.map(({ verbs: _, ...info }): ResourceInfo => ({ ...info, known: true }))
  const lists = await Promise.all(resources.map((resource) => listOf(client, resource)))
  // A kind that went away between the two: discovery is asked again.
  if (!lists.every((list) => list !== 'unserved')) return readSpace(client)
  return { resources, objects: lists.flat() }
}

const TRIES = 50

async function listOf(
  client: SpaceClient,
  resource: ResourceInfo,
): Promise<readonly KubeObject[] | 'unserved'> {
  let answer: ApiAnswer = await client.request({ method: 'GET', path: resourcePath(resource) })
  // A server that has just begun to serve a kind asks to come again.
  for (let tries = 0; tries < TRIES && answer.kind === 'answer' && answer.code === 429; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    answer = await client.request({ method: 'GET', path: resourcePath(resource) })
  }
  if (answer.kind === 'answer' && answer.code === 404) return 'unserved'
  if (answer.kind !== 'answer' || answer.code !== 200)
    throw new Error(`${resource.resource}: ${failureText(answer)}`)
  const apiVersion = stringAt(answer.body, 'apiVersion') ?? ''
  return listAt(answer.body, 'items')
    .filter(isObject)
    .map((item) => ({ apiVersion, kind: resource.kind, ...item }))
    .filter(isKubeObject)
}
