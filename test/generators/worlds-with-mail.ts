import { controllerOwnerOf, finalizersOf, isDeleting, type KubeObject, nameOf } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import type { Arbitrary } from 'fast-check'
import { managedClusters, namespaces, objectOfKind, WDS_ID } from './vocabulary.ts'
import { type World, withObject, worlds } from './worlds.ts'

/**
 * Worlds whose mailboxes are in any state that comes to rest by itself: the WDS has its id, the inventory is not empty (SNP-3), and
 * wrapped objects can be read, hold each object once, and wait for nobody but their agents.
 */
export const worldsWithMail: Arbitrary<World> = worlds
  .filter(({ its }) => its.objects.some(({ kind }) => kind === managedClusters.kind))
  .map((world) => {
    const named = withObject(
      world,
      'wds',
      objectOfKind(namespaces, { name: 'kube-system', uid: WDS_ID, resourceVersion: '98' }),
    )
    const policies = new Set(named.wds.objects.filter(({ kind }) => kind === 'BindingPolicy').map(nameOf))
    const staying = (object: KubeObject) => !isUsersLeaving(object, policies)
    return {
      ...named,
      wds: { ...named.wds, objects: named.wds.objects.filter(staying) },
      its: {
        ...named.its,
        objects: named.its.objects.filter((object) => object.kind !== 'ManifestWork' || isPlain(object)),
      },
    }
  })

// Its wrapped objects are gone before the policy of its name makes its own.
function isUsersLeaving(object: KubeObject, policies: ReadonlySet<string>): boolean {
  if (object.kind !== 'Binding' || !isDeleting(object) || !policies.has(nameOf(object))) return false
  return controllerOwnerOf(object)?.name !== nameOf(object)
}

function isPlain(work: KubeObject): boolean {
  const bundle = ocmTransport.unwrap(work)
  if (!bundle.ok) return false
  const manifests = bundle.value.items.map(({ id }) => JSON.stringify(id))
  const waits = finalizersOf(work).includes('example.com/hold')
  return new Set(manifests).size === manifests.length && !waits
}
