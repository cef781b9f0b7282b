import { compileTransform, TRANSFORMS, transformRef } from '../deliver/index.ts'
import type { Outcome } from '../engine/index.ts'
import { compareUtf8, type GroupResource, isDeleting, type Ref } from '../kube/index.ts'

/** The CustomTransforms that are for a resource, in the order in which they are applied (TRF-4). */
export function transformsOf({ snapshot }: Outcome, { group, resource }: GroupResource): readonly Ref[] {
  return [...snapshot.objects('wds', TRANSFORMS)]
    .filter((transform) => !isDeleting(transform))
    .map((transform) => compileTransform(transform))
    .filter(({ target }) => target?.group === group && target.resource === resource)
    .map(({ name }) => name)
    .sort(compareUtf8)
    .map(transformRef)
}
