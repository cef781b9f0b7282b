import { dnsLabelErrors, type Json, listAt, memberOf, stringAt } from '@downsync/core'
import { duplicateValue, type FieldError, invalidValue, requiredValue } from '../status/index.ts'
import { choiceErrors, containersErrors } from './container-errors.ts'
import { objectAt } from './fields.ts'
import { labelsErrors } from './label-selector.ts'

/** What is wrong with a PodTemplateSpec. */
export function podTemplateErrors(template: Json | undefined, path: string): readonly FieldError[] {
  return [
    ...labelsErrors(objectAt(template, 'metadata', 'labels'), `${path}.labels`),
    ...podSpecErrors(memberOf(template, 'spec'), `${path}.spec`),
  ]
}

/** What is wrong with a PodSpec, as far as this server looks: containers, volumes, and choices among a few. */
export function podSpecErrors(spec: Json | undefined, path: string): readonly FieldError[] {
  const { volumes, errors } = readVolumes(listAt(spec, 'volumes'), `${path}.volumes`)
  const containers = listAt(spec, 'containers')
  return [
    ...errors,
    ...(containers.length === 0
      ? [requiredValue(`${path}.containers`)]
      : containersErrors(containers, volumes, `${path}.containers`)),
    ...containersErrors(listAt(spec, 'initContainers'), volumes, `${path}.initContainers`),
    ...choiceErrors(spec ?? {}, path, 'restartPolicy', ['Always', 'OnFailure', 'Never']),
    ...choiceErrors(spec ?? {}, path, 'dnsPolicy', [
      'ClusterFirstWithHostNet',
      'ClusterFirst',
      'Default',
      'None',
    ]),
    ...labelsErrors(objectAt(spec, 'nodeSelector'), `${path}.nodeSelector`),
  ]
}

function readVolumes(
  list: readonly Json[],
  path: string,
): Readonly<{ volumes: ReadonlySet<string>; errors: readonly FieldError[] }> {
  const volumes = new Set<string>()
  const errors: FieldError[] = []
  for (const [index, volume] of list.entries()) {
    const at = `${path}[${index}].name`
    const name = stringAt(volume, 'name') ?? ''
    const found =
      name === '' ? [requiredValue(at)] : dnsLabelErrors(name).map((text) => invalidValue(at, name, text))
    if (volumes.has(name)) found.push(duplicateValue(at, name))
    if (found.length === 0) volumes.add(name)
    errors.push(...found)
  }
  return { volumes, errors }
}
