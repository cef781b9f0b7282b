import { locate, withoutLocations } from '../jsonpath/index.ts'
import { compareUtf8, type Fault, type JsonObject, type KubeObject } from '../kube/index.ts'
import { withoutEmptyMaps, withoutWdsFields } from './clean.ts'
import type { CompiledTransform } from './compile-transform.ts'
import { isProtected } from './protected-fields.ts'

/** What is left of an object, and what stood in the way. */
export type Removed = Readonly<{
  object: KubeObject
  /**
   * What is wrong with the CustomTransforms themselves, and with their expressions in this object (`RemovalUnbounded`), in the order in
   * which they are applied. While there is anything, nothing of the object is delivered anew; that is decided elsewhere.
   */
  faults: readonly Readonly<{ transform: string; fault: Fault }>[]
}>

/**
 * The object as it goes to WECs: without what means something in the WDS only (`cleanObject`), and without what the CustomTransforms
 * identify, in the order of their names. Good expressions are applied, bad ones are faults; a protected field that an expression
 * meets is passed over (TRF-4, TRF-5). The input is untouched.
 * @param transforms those that are for the object, in any order
 * @example removeFields(service, [compileTransform(transform)]) // of $.spec.ports[*].name
 * // { object: { …, spec: { ports: [{ port: 80 }] } }, faults: [] }
 */
export function removeFields(object: KubeObject, transforms: readonly CompiledTransform[]): Removed {
  let left = withoutWdsFields(object)
  const faults: { transform: string; fault: Fault }[] = []
  for (const { name, removals, faults: own } of [...transforms].sort((a, b) => compareUtf8(a.name, b.name))) {
    for (const fault of own) faults.push({ transform: name, fault })
    for (const { path, query } of removals) {
      const located = locate(query, left)
      if (located.ok) {
        const going = located.value.filter((location) => !isProtected(location))
        // The root is no location of a good expression: an object stays one.
        left = withoutLocations(left, going) as JsonObject
      } else
        faults.push({ transform: name, fault: { code: 'RemovalUnbounded', path, message: located.message } })
    }
  }
  // What makes it an object is protected.
  return { object: withoutEmptyMaps(left) as KubeObject, faults }
}
