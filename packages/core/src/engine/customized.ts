import type { Unseen } from '../bind/index.ts'
import { type CustomizedContent, customizedContentOf, propertiesOf } from '../deliver/index.ts'
import { equalJson, idOf, names, problemOn, refKey, refOf, refOfKey } from '../kube/index.ts'
import type { TemplateData } from '../template/index.ts'
import { type BindingStages, INVENTORY } from './bindings.ts'
import type { ContentStages } from './contents.ts'
import { type Inputs, unseenOf } from './inputs.ts'
import type { Settings } from './settings.ts'
import type { Read, Stage } from './stage.ts'

const CONFIG_MAPS = { group: '', resource: 'configmaps' }

/** The properties of a WEC, or what of them is not seen (CUS-2, SNP-2). */
export type WecProperties =
  | Readonly<{ kind: 'seen'; properties: TemplateData }>
  | Readonly<{ kind: 'unseen'; unseen: Unseen }>

/** By `customizedKey`: what is delivered of an object with templates in one WEC; undefined: it has none. */
export type CustomizedStage = Stage<CustomizedContent | undefined>

/** The key of one object in one WEC. */
export function customizedKey(objectKey: string, wec: string): string {
  return `${wec}\u0000${objectKey}`
}

/** The stage that expands templates: for each WEC, and again only for that whose properties change (CUS-1). */
export function customizedStage(
  inputs: Inputs,
  bindings: BindingStages,
  contents: ContentStages,
  { transport, limits }: Settings,
): CustomizedStage {
  const properties = propertiesStage(inputs, bindings)
  return {
    name: 'customized',
    compute: (read, key) => {
      const [wec = ''] = key.split('\u0000', 1)
      const objectKey = key.slice(wec.length + 1)
      const templated = read.get(contents.content, objectKey)?.content
      if (templated?.kind !== 'templated') return undefined
      const id = idOf(refOfKey(objectKey))
      const known = read.get(properties, wec)
      if (known.kind === 'seen')
        return customizedContentOf({
          id,
          wec,
          templated,
          properties: known.properties,
          limits: limits?.templateSteps === undefined ? {} : { steps: limits.templateSteps },
          sizeOf: (value) => transport.sizeOf(value),
          hardLimit: transport.limits.bytes,
        })
      // P-4: with fewer properties, other things would be delivered.
      const { resource, why } = known.unseen
      const message = `its templates need ${resource}, which are not completely known (${why})`
      const problem = problemOn(refOf('wds', id), { code: 'ResourceUnseen', path: '', message }, [
        { object: id, wec },
      ])
      return { kind: 'frozen', manifest: templated.manifest, resource: templated.resource, problem }
    },
    same: (a, b) => a !== undefined && b !== undefined && sameContent(a, b),
  }
}

function sameContent(a: CustomizedContent, b: CustomizedContent): boolean {
  if (a.kind === 'content' && b.kind === 'content') return equalJson(a.content, b.content)
  return a.kind === 'frozen' && b.kind === 'frozen' && equalJson(a.problem, b.problem)
}

function propertiesStage(inputs: Inputs, bindings: BindingStages): Stage<WecProperties> {
  const unseen: Stage<Unseen | undefined> = {
    name: 'propertiesUnseen',
    compute: (read) => {
      const inventory = read.get(bindings.inventory, '')
      return inventory.kind === 'unseen' ? inventory.unseen : unseenOf(inputs, read, 'its', CONFIG_MAPS)
    },
  }
  return {
    name: 'properties',
    compute: (read, wec) => {
      const missing = read.get(unseen, '')
      if (missing !== undefined) return { kind: 'unseen', unseen: missing }
      const inventoryObject = inIts(read, { ...INVENTORY, namespace: '', name: wec })
      const configMap = inIts(read, { ...CONFIG_MAPS, namespace: names.PROPERTIES_NAMESPACE, name: wec })
      return { kind: 'seen', properties: propertiesOf({ wec, inventoryObject, configMap }) }
    },
    // A heartbeat of the WEC goes no further.
    same: sameProperties,
  }

  function inIts(read: Read, id: Parameters<typeof refOf>[1]) {
    return read.get(inputs.object, refKey(refOf('its', id)))
  }
}

function sameProperties(a: WecProperties, b: WecProperties): boolean {
  if (a.kind === 'unseen' || b.kind === 'unseen')
    return a.kind === 'unseen' && b.kind === 'unseen' && equalJson(a.unseen, b.unseen)
  const [one, other] = [a.properties, b.properties]
  return one.size === other.size && [...one].every(([key, value]) => isSame(value, other.get(key)))
}

function isSame(a: string | Uint8Array, b: string | Uint8Array | undefined): boolean {
  if (typeof a === 'string' || typeof b === 'string' || b === undefined) return a === b
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
