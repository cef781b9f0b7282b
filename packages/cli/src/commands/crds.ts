import { controlCrds } from '@downsync/core/crds'
import { type MachineFormat, machineText } from '../print/machine.ts'
import type { System } from '../system.ts'

/** `downsync crds`: the CustomResourceDefinitions of the control API, as `kubectl apply -f -` takes them. */
export function crdsCommand(output: MachineFormat, system: System): number {
  const texts = controlCrds().map((crd) => machineText(crd, output))
  system.write(output === 'yaml' ? texts.join('---\n') : texts.join(''))
  return 0
}
