import { type KubeObject, type ResourceInfo, stringAt } from '@downsync/core'

/** What the reference is told: both spaces as they were listed, all of it known, each object once. */
export type ReferenceInput = Readonly<{
  wds: Readonly<{ resources: readonly ResourceInfo[]; objects: readonly KubeObject[] }>
  its: Readonly<{ resources: readonly ResourceInfo[]; objects: readonly KubeObject[] }>
  apiGroups: readonly string[] | undefined
  /** Bytes that a wrapped object can have (WRP-5). */
  hardBytes: number
  /** Discovery of an object's kind, in the WDS. */
  infoOf(object: KubeObject): ResourceInfo
}>

/** The input for two spaces. */
export function referenceInput(
  spaces: Pick<ReferenceInput, 'wds' | 'its' | 'apiGroups' | 'hardBytes'>,
): ReferenceInput {
  const infoOf = (object: KubeObject) => {
    const group = object.apiVersion.split('/').slice(0, -1).join('/')
    const info = spaces.wds.resources.find((one) => one.group === group && one.kind === object.kind)
    if (info === undefined) throw new Error(`no discovery of ${object.kind}`)
    return info
  }
  return { ...spaces, infoOf }
}

/** A text in the object's metadata; `''` where there is none. */
export function textAt(object: KubeObject, key: string): string {
  return stringAt(object, 'metadata', key) ?? ''
}

/** An object's identity as one text (ID-1). */
export function idText(object: KubeObject, input: ReferenceInput): string {
  const { group, resource } = input.infoOf(object)
  return [group, resource, textAt(object, 'namespace'), textAt(object, 'name')].join('/')
}

/** Bytewise order of texts in UTF-8. */
export function bytewise(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
