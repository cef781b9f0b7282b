import { annotationsOf, type KubeObject, listAt, stringAt } from '@downsync/core'

/** How the containers of a Pod turn out. */
export type Outcome = (typeof outcomes)[number]

const outcomes = ['run', 'succeed', 'crash', 'never-ready', 'image-pull-failure'] as const

/** On a Pod, so in a Pod template: how its containers turn out, one of `Outcome`. */
export const OUTCOME_ANNOTATION = 'downsync.simulator/outcome'
/** On a Pod: seconds for which containers run that end, `succeed` and `crash`; default 0. */
export const RUN_SECONDS_ANNOTATION = 'downsync.simulator/run-seconds'

export type Behaviour = Readonly<{ outcome: Outcome; runSeconds: number }>

/**
 * How a Pod behaves: as its annotation says; else, an image from a registry below `.invalid`, a name that nobody can have, cannot be
 * pulled; else containers run on where they are always restarted, and succeed elsewhere.
 */
export function behaviourOf(
  pod: KubeObject,
): Readonly<{ ok: true; value: Behaviour }> | Readonly<{ ok: false; message: string }> {
  const annotations = annotationsOf(pod)
  const seconds = stringAt(annotations, RUN_SECONDS_ANNOTATION) ?? '0'
  if (!/^\d{1,7}$/.test(seconds))
    return { ok: false, message: `annotation ${RUN_SECONDS_ANNOTATION} must be a whole number` }
  const named = stringAt(annotations, OUTCOME_ANNOTATION)
  const outcome = named === undefined ? usualOutcome(pod) : outcomes.find((one) => one === named)
  if (outcome === undefined)
    return { ok: false, message: `annotation ${OUTCOME_ANNOTATION} must be one of ${outcomes.join(', ')}` }
  return { ok: true, value: { outcome, runSeconds: Number(seconds) } }
}

function usualOutcome(pod: KubeObject): Outcome {
  const images = ['initContainers', 'containers'].flatMap((list) =>
    listAt(pod, 'spec', list).map((container) => stringAt(container, 'image') ?? ''),
  )
  if (images.some(cannotBePulled)) return 'image-pull-failure'
  return restartPolicyOf(pod) === 'Always' ? 'run' : 'succeed'
}

// RFC 6761: no name below `.invalid` ever exists.
function cannotBePulled(image: string): boolean {
  const [registry = '', ...path] = image.split('/')
  return path.length > 0 && /(^|\.)invalid(:\d+)?$/.test(registry)
}

export function restartPolicyOf(pod: KubeObject): string {
  return stringAt(pod, 'spec', 'restartPolicy') ?? 'Always'
}
