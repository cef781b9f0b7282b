import { apiVersionOf, groupOf, type ResourceInfo, type Space, versionOf } from '@downsync/core'
import { didYouMean } from '../near-name.ts'
import { controlResources, inventoryResources } from './control-resources.ts'
import { kubernetesResources, retiredVersions } from './kubernetes-resources.ts'
import { type ResourceType, resourceText } from './resource-type.ts'

/** What the servers of both spaces are taken to serve. */
export type Discovery = Readonly<{
  wds: readonly ResourceType[]
  its: readonly ResourceType[]
}>

/** What Kubernetes, OCM and the control API serve, and in the WDS what the definitions among the files make it serve. */
export function discoveryWith(defined: readonly ResourceType[]): Discovery {
  const own = new Set(defined.map(resourceText))
  const wds = [...kubernetesResources, ...controlResources].filter((type) => !own.has(resourceText(type)))
  return { wds: [...wds, ...defined], its: [...kubernetesResources, ...inventoryResources] }
}

/** The resource of a kind in a space. */
export function typeOfKind(
  discovery: Discovery,
  space: Space,
  apiVersion: string,
  kind: string,
): ResourceType | undefined {
  const group = groupOf(apiVersion)
  return discovery[space].find((type) => type.group === group && type.kind === kind)
}

/** Discovery as a snapshot takes it, everything seen completely. */
export function resourceInfos(types: readonly ResourceType[]): readonly ResourceInfo[] {
  return types.map(({ group, resource, kind, versions, namespaced, hasStatus }) => ({
    group,
    resource,
    kind,
    namespaced,
    hasStatus,
    version: versions[0] ?? '',
    known: true,
  }))
}

/** What is wrong with a kind that nothing serves, and what would be right. */
export function unknownKindText(discovery: Discovery, apiVersion: string, kind: string): string {
  const all = [...discovery.wds, ...discovery.its]
  const group = groupOf(apiVersion)
  if (kind === 'Kustomization')
    return 'a Kustomization is for kustomize: downsync reads what comes out (kubectl kustomize FOLDER | downsync plan -f -)'
  const served = all.find((type) => type.group === group && type.kind === kind)
  if (served !== undefined) {
    const versions = served.versions.map((version) => apiVersionOf(group, version)).join(' or ')
    return `${kind} is served as ${versions}, not as ${apiVersion}`
  }
  const elsewhere = all.find((type) => type.kind === kind)
  if (elsewhere !== undefined)
    return `${kind} belongs to ${apiVersionOf(elsewhere.group, elsewhere.versions[0] ?? '')}, not to ${apiVersion}`
  const retired = Object.hasOwn(retiredVersions, apiVersion) ? retiredVersions[apiVersion] : undefined
  if (retired !== undefined) return `${apiVersion} is not served any more: use ${retired}`
  const siblings = all.filter((type) => type.group === group).map((type) => type.kind)
  const near = didYouMean(kind, siblings)
  if (near !== '') return `no kind ${kind} of ${apiVersion} is known${near}`
  return `no kind ${kind} of ${apiVersion} is known; add its CustomResourceDefinition to the files`
}

/** Whether a version of a resource is served. */
export function isServed(type: ResourceType, apiVersion: string): boolean {
  return type.versions.includes(versionOf(apiVersion))
}
