import { isDeleting, type KubeObject, listAt, refKey, stringAt } from '../kube/index.ts'
import { type BindingStages, INVENTORY } from './bindings.ts'
import { type Inputs, unseenOf } from './inputs.ts'
import type { Stage } from './stage.ts'

const NAMESPACES = { group: '', resource: 'namespaces' }

/** Whether a WEC can be delivered to (CLU-4, DLV-2, SNP-2). */
export type Usability = Readonly<{
  /** `none`: what is there leaves; `hold`: it stays. */
  kind: 'deliver' | 'none' | 'hold'
  /** Why not; `''` when it can. */
  message: string
  wecIsWds: boolean
  inventoryUnseen: boolean
}>

const USABLE: Usability = { kind: 'deliver', message: '', wecIsWds: false, inventoryUnseen: false }

/** The stage `usability`: by WEC. */
export function usabilityStage(inputs: Inputs, bindings: BindingStages): Stage<Usability> {
  return {
    name: 'usability',
    compute: (read, wec) => {
      const inventory = read.get(bindings.inventory, '')
      if (inventory.kind === 'unseen') return { ...USABLE, inventoryUnseen: true }
      const object = read.get(inputs.object, refKey({ space: 'its', ...INVENTORY, namespace: '', name: wec }))
      if (object === undefined) return unusable('none', 'there is no ManagedCluster of this name')
      const wdsId = read.get(inputs.wdsId, '')
      if (wdsId !== undefined && clusterIdOf(object) === wdsId) {
        return { ...unusable('none', 'it is the WDS itself; nothing is delivered to it'), wecIsWds: true }
      }
      if (isDeleting(object)) return unusable('none', 'its ManagedCluster is being deleted')
      if (unseenOf(inputs, read, 'its', NAMESPACES) !== undefined) return USABLE
      const mailbox = read.get(
        inputs.object,
        refKey({ space: 'its', ...NAMESPACES, namespace: '', name: wec }),
      )
      if (mailbox === undefined)
        return unusable('hold', 'it has no mailbox: there is no Namespace of its name in the ITS')
      return isDeleting(mailbox)
        ? unusable('hold', 'its mailbox, the Namespace of its name in the ITS, is being deleted')
        : USABLE
    },
    same: (a, b) =>
      a.kind === b.kind &&
      a.message === b.message &&
      a.wecIsWds === b.wecIsWds &&
      a.inventoryUnseen === b.inventoryUnseen,
  }
}

function unusable(kind: 'none' | 'hold', message: string): Usability {
  return { ...USABLE, kind, message }
}

function clusterIdOf(inventoryObject: KubeObject): string | undefined {
  const claims = listAt(inventoryObject, 'status', 'clusterClaims')
  const claim = claims.find((one) => stringAt(one, 'name') === 'id.k8s.io')
  return claim === undefined ? undefined : stringAt(claim, 'value')
}
