import { idKey, idOf, isDeleting, listAt, type ObjectId, stringAt } from '@downsync/core'
import { CRDS, NAMESPACES } from '../resources/index.ts'
import type { StoreEvent } from '../store/index.ts'
import type { Site } from '../write/index.ts'
import { aggregateRoles, isClusterRole } from './aggregated-roles.ts'
import { acceptDefinition, clearDefinition } from './definitions.ts'
import { createGarbage, idOfObject } from './garbage.ts'
import { fillNamespace, isNamespaceContent } from './namespace-contents.ts'
import { clearNamespace } from './namespaces.ts'
import { claimsHeldBy, isProtected, unprotect } from './volumes.ts'
import { createWorkQueue } from './work-queue.ts'

/** The controllers that a space cannot do without: namespaces, definitions, owner references, volumes. */
export type Controllers = Readonly<{ settled(): Promise<void>; stop(): void }>

/** @param authority PEM text of the certificate authority of the server; `''` where it has none */
export function startControllers(site: Site, authority: string): Controllers {
  const garbage = createGarbage(site)
  const ids = new Map<string, ObjectId>()
  const queue = createWorkQueue((key) => {
    const id = ids.get(key)
    ids.delete(key)
    if (id === undefined) return
    garbage.look(id)
    if (isOf(id, NAMESPACES)) {
      clearNamespace(site, id.name)
      fillNamespace(site, id.name, authority)
    }
    if (isOf(id, CRDS)) {
      clearDefinition(site, id.name)
      acceptDefinition(site, id.name)
    }
    if (isClusterRole(id)) aggregateRoles(site)
    if (isProtected(id)) unprotect(site, id)
  })
  function ask(id: ObjectId): void {
    const key = idKey(id)
    ids.set(key, idOf(id))
    queue.add(key)
  }
  function heard(event: StoreEvent): void {
    for (const id of garbage.saw(event)) ask(id)
    if (isClusterRole(event.id) || isProtected(event.id)) ask(event.id)
    for (const claim of claimsHeldBy(site, event.id)) ask(claim)
    if (isNamespaceContent(event.id)) ask({ ...NAMESPACES, namespace: '', name: event.id.namespace })
    if (event.type !== 'DELETED') return
    // Names that it had may be free for others now.
    if (isOf(event.id, CRDS))
      for (const other of site.store.list({ resource: CRDS }) ?? [])
        ask({ ...CRDS, namespace: '', name: stringAt(other.metadata, 'name') ?? '' })
    // What goes may be the last that a namespace or a definition waited for.
    const { namespace } = event.id
    const home: ObjectId = { ...NAMESPACES, namespace: '', name: namespace }
    const there = namespace === '' ? undefined : site.store.get(home)
    if (there !== undefined && isDeleting(there)) ask(home)
    const definition: ObjectId = { ...CRDS, namespace: '', name: `${event.id.resource}.${event.id.group}` }
    const crd = site.store.get(definition)
    if (crd !== undefined && isDeleting(crd) && stringAt(crd, 'spec', 'group') === event.id.group)
      ask(definition)
  }
  // What an earlier life left undone.
  for (const object of site.store.objects()) {
    const id = idOfObject(site, object)
    const isOwned = listAt(object.metadata, 'ownerReferences').length > 0
    if (id !== undefined && (isOwned || isDeleting(object) || isOf(id, NAMESPACES))) ask(id)
  }
  const stop = site.store.onChange(heard)
  return {
    settled: queue.settled,
    stop() {
      stop()
      queue.stop()
    },
  }
}

function isOf(id: ObjectId, resource: Readonly<{ group: string; resource: string }>): boolean {
  return id.group === resource.group && id.resource === resource.resource
}
