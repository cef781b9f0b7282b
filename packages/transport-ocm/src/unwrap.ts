import {
  annotationsOf,
  type Bundle,
  type Fault,
  type Item,
  isKubeObject,
  isList,
  isObject,
  type Json,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
  namespaceOf,
  problemOn,
  type Result,
  refOf,
  serverForm,
  valueAt,
} from '@downsync/core'
import { configsOf, optionsOf, readOptions } from './configuration.ts'
import { manifestIdOf, manifestsOf, manifestWorks } from './manifest-work.ts'
import { isOrphaned } from './orphaning.ts'
import { type ResourceNames, resourceNamesOf } from './resource-names.ts'

/**
 * The bundle that a ManifestWork carries, with all labels and annotations, ours or not.
 *
 * `resource` is there where the wrapped object names it, `kept` where an item has configuration that is no strategy of ours. A
 * part that cannot be read makes the whole unreadable, with its path: nothing may be rewritten or deleted for the want of it.
 */
export function unwrap(wrapped: KubeObject): Result<Bundle> {
  const faults = [...shapeFaults(wrapped), ...manifestsOf(wrapped).flatMap(manifestFaults)]
  if (faults.length > 0) {
    const { group, resource } = manifestWorks
    const on = refOf('its', { group, resource, namespace: namespaceOf(wrapped), name: nameOf(wrapped) })
    return { ok: false, problems: faults.map((fault) => problemOn(on, fault)) }
  }
  const resourceOf = resourceNamesOf(wrapped)
  return {
    ok: true,
    value: {
      wec: namespaceOf(wrapped),
      name: nameOf(wrapped),
      labels: labelsOf(wrapped),
      annotations: annotationsOf(wrapped),
      items: manifestsOf(wrapped)
        .filter(isKubeObject)
        .map((manifest) => itemOf(wrapped, manifest, resourceOf)),
    },
  }
}

function itemOf(wrapped: KubeObject, manifest: KubeObject, resourceOf: ResourceNames): Item {
  const id = manifestIdOf(manifest)
  const resource = resourceOf(id)
  const named =
    resource === undefined ? undefined : { group: id.group, resource, namespace: id.namespace, name: id.name }
  return {
    id,
    ...(resource !== undefined && { resource }),
    content: serverForm(manifest),
    orphan: isOrphaned(valueAt(wrapped, 'spec', 'deleteOption'), named),
    ...readOptions(named === undefined ? {} : optionsOf(configsOf(wrapped), named)),
  }
}

/** KubeStellar makes wrapped objects without `manifests`; anything there must be a list. */
function shapeFaults(wrapped: KubeObject): readonly Fault[] {
  const spec = memberOf(wrapped, 'spec')
  const workload = memberOf(spec, 'workload')
  return [
    ...faultUnless(isAbsent(spec) || isObject(spec), 'spec', 'is no object'),
    ...faultUnless(isAbsent(workload) || isObject(workload), 'spec.workload', 'is no object'),
    ...listFaults(memberOf(workload, 'manifests'), 'spec.workload.manifests'),
    ...listFaults(memberOf(spec, 'manifestConfigs'), 'spec.manifestConfigs'),
  ]
}

function listFaults(value: Json | undefined, path: string): readonly Fault[] {
  return faultUnless(isAbsent(value) || isList(value), path, 'is no list')
}

function manifestFaults(manifest: Json, index: number): readonly Fault[] {
  const path = `spec.workload.manifests[${index}]`
  if (!isKubeObject(manifest))
    return faultUnless(
      false,
      path,
      'is no object of Kubernetes: apiVersion, kind and metadata.name are strings',
    )
  const namespace = memberOf(manifest.metadata, 'namespace')
  return faultUnless(
    isAbsent(namespace) || typeof namespace === 'string',
    `${path}.metadata.namespace`,
    'is no string',
  )
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null
}

function faultUnless(holds: boolean, path: string, message: string): readonly Fault[] {
  return holds ? [] : [{ code: 'WrappedUnreadable', path, message }]
}
