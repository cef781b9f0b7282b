import { annotationsOf, isObject, type Json, type KubeObject, labelsOf, memberOf } from '../kube/index.ts'
import { isIdentifier, type TemplateData } from '../template/index.ts'
import { textOfBase64 } from './text-of-base64.ts'

/** What the properties of a WEC are made of: nothing of it is in the WDS. */
export type PropertySources = Readonly<{
  /** The WEC's name. */
  wec: string
  /** Its ManagedCluster. */
  inventoryObject: KubeObject | undefined
  /** The ConfigMap of its name in the ITS namespace `customization-properties`. */
  configMap: KubeObject | undefined
}>

/**
 * The properties of a WEC, over which templates are expanded (CUS-2): of several sources that have a key, the first counts, even where
 * its value is none that an API server would have stored; such a key is no property.
 */
export function propertiesOf({ wec, inventoryObject, configMap }: PropertySources): TemplateData {
  const properties = new Map<string, string | Uint8Array>()
  const taken = new Set<string>()
  const take = (
    source: Json | undefined,
    textOf: (value: string) => string | Uint8Array | undefined,
  ): void => {
    for (const [key, value] of entriesOf(source)) {
      if (taken.has(key) || !isPropertyName(key)) continue
      taken.add(key)
      const text = typeof value === 'string' ? textOf(value) : undefined
      if (text !== undefined) properties.set(key, text)
    }
  }
  take(memberOf(configMap, 'data'), asItIs)
  take(memberOf(configMap, 'binaryData'), textOfBase64)
  if (inventoryObject !== undefined) {
    take(annotationsOf(inventoryObject), asItIs)
    take(labelsOf(inventoryObject), asItIs)
  }
  take({ clusterName: wec }, asItIs)
  return properties
}

/** Whether a key counts as a property: a Go identifier, so that `.key` can name it, and none of Go's keywords (CUS-2). */
export function isPropertyName(key: string): boolean {
  return isIdentifier(key) && !keywords.has(key)
}

const keywords = new Set(
  (
    'break case chan const continue default defer else fallthrough for func go goto if import interface map ' +
    'package range return select struct switch type var'
  ).split(' '),
)

function entriesOf(source: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(source) ? Object.entries(source) : []
}

function asItIs(text: string): string {
  return text
}
