import { OUTCOME_ANNOTATION, type Outcome } from '@downsync/agent'
import type { JsonObject } from '@downsync/core'
import { STEP } from './picture.ts'

/** A Pod template that no other edit has. */
export function template(app: string, step: string, outcome?: Outcome, podSpec: JsonObject = {}): JsonObject {
  return {
    metadata: {
      labels: { app },
      annotations: { [STEP]: step, ...(outcome === undefined ? {} : { [OUTCOME_ANNOTATION]: outcome }) },
    },
    spec: { containers: [{ name: 'main', image: `registry.example/${app}:${step}` }], ...podSpec },
  }
}

/** A merge patch that gives a workload another template. */
export function retemplate(app: string, step: string, outcome: Outcome | null = null): JsonObject {
  return {
    metadata: { annotations: { [STEP]: step, [OUTCOME_ANNOTATION]: outcome } },
    spec: { containers: [{ name: 'main', image: `registry.example/${app}:${step}` }] },
  }
}

/** The same with an image that cannot be pulled. */
export function unpullable(app: string, step: string): JsonObject {
  return {
    metadata: { annotations: { [STEP]: step, [OUTCOME_ANNOTATION]: null } },
    spec: { containers: [{ name: 'main', image: `registry.invalid/${app}:${step}` }] },
  }
}
