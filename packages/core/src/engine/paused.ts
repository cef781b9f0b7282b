import { isPaused } from '../bind/index.ts'
import { refKey } from '../kube/index.ts'
import type { Inputs } from './inputs.ts'
import type { Settings } from './settings.ts'
import type { Stage } from './stage.ts'

const SYSTEM = refKey({ space: 'wds', group: '', resource: 'namespaces', namespace: '', name: 'kube-system' })

/**
 * Whether nothing is written for any policy (BND-12): by the settings, or by the annotation on the WDS's Namespace kube-system, which stands
 * for the WDS as it does in WRP-6.
 */
export function pausedStage(inputs: Inputs, settings: Settings): Stage<boolean> {
  return {
    name: 'paused',
    compute: (read) => {
      const system = read.get(inputs.object, SYSTEM)
      return settings.paused === true || (system !== undefined && isPaused(system))
    },
  }
}
