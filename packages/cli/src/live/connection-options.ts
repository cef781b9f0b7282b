import type { GivenArguments } from './command.ts'
import type { SpaceChoice } from './connect.ts'
import type { CommandOptions } from './options.ts'

export const wdsOptions = {
  'wds-kubeconfig': { type: 'string' },
  'wds-context': { type: 'string' },
  'wds-name': { type: 'string' },
} as const satisfies CommandOptions

export const itsOptions = {
  'its-kubeconfig': { type: 'string' },
  'its-context': { type: 'string' },
  'its-name': { type: 'string' },
} as const satisfies CommandOptions

/** The names that spaces have where nobody says otherwise. */
export const DEFAULT_NAMES = { wds: 'wds1', its: 'its1' }

export function wdsChoice(given: GivenArguments): SpaceChoice & { name: string } {
  return {
    role: 'WDS',
    name: given.text('wds-name') ?? DEFAULT_NAMES.wds,
    kubeconfig: given.text('wds-kubeconfig'),
    context: given.text('wds-context'),
  }
}

export function itsChoice(given: GivenArguments): SpaceChoice {
  return {
    role: 'ITS',
    name: given.text('its-name') ?? DEFAULT_NAMES.its,
    isNameGiven: given.text('its-name') !== undefined,
    kubeconfig: given.text('its-kubeconfig'),
    context: given.text('its-context'),
  }
}
