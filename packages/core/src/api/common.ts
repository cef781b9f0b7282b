import * as z from 'zod/mini'
import { isObject, type Json, type JsonObject, stringAt } from '../kube/index.ts'
import { flag, texts } from './field.ts'

/** The apiVersion of every control object. */
export const CONTROL_API_VERSION = 'control.kubestellar.io/v1alpha1'

/** What every kind begins with. The metadata is passed on as it is. */
// @__NO_SIDE_EFFECTS__
export function header<const Kind extends string>(kind: Kind) {
  return {
    apiVersion: z.literal(CONTROL_API_VERSION, `"${CONTROL_API_VERSION}"`),
    kind: z.literal(kind, `"${kind}"`),
    metadata: z.custom<JsonObject>(isNamed, 'an object with a name'),
  }
}

/** What a clause, and an entry of a Binding, ask for besides selection (SEL-6). */
export const modulation = {
  createOnly: flag,
  statusCollectors: texts,
  wantSingletonReportedState: flag,
  wantMultiWECReportedState: flag,
}

/** `status` in a control object that has been read: ours to write, so no fault of it makes the object invalid. */
export const statusAsFound = z.transform((value: unknown): JsonObject | undefined =>
  isObject(value as Json) ? (value as JsonObject) : undefined,
)

// Whatever is validated came in as JSON.
function isNamed(value: unknown): boolean {
  return stringAt(value as Json, 'name') !== undefined
}
