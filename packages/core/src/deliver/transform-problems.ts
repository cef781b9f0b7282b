import {
  describeId,
  type Fault,
  type Frozen,
  type GroupResource,
  names,
  type ObjectId,
  type Problem,
  problemLine,
  problemOn,
  type Ref,
  refOf,
} from '../kube/index.ts'

/** The resource of CustomTransforms. */
export const TRANSFORMS: GroupResource = { group: names.CONTROL_GROUP, resource: 'customtransforms' }

/** The CustomTransform of a name. */
export function transformRef(name: string): Ref {
  return refOf('wds', { ...TRANSFORMS, namespace: '', name })
}

/** A fault of a CustomTransform as a line of its `status.errors`, in KubeStellar's words (TRF-4). */
export function transformErrorLine(fault: Fault): string {
  const { code, path, message } = fault
  if (!path.startsWith('spec.remove[')) return problemLine(fault)
  return code === 'RemovalForbidden' ? `Invalid ${path}: ${message}` : `Error in ${path}: ${message}`
}

/** A fault of a CustomTransform as the problem that it is: all objects of its group and resource stay as they are (TRF-4). */
export function transformProblem(
  name: string,
  target: GroupResource | undefined,
  fault: Fault,
  freezes: readonly Frozen[],
): Problem {
  const held =
    target === undefined
      ? ''
      : `; until that is mended, ${describeResource(target)} stay as they are in the WECs`
  return problemOn(transformRef(name), { ...fault, message: fault.message + held }, freezes)
}

/** An expression that cannot be applied to one object, which stays as it is (P-4). */
export function removalProblem(name: string, object: ObjectId, fault: Fault): Problem {
  const message = `in ${describeId(object)} ${fault.message}, so that the object stays as it is in the WECs`
  return problemOn(transformRef(name), { ...fault, message }, [{ object }])
}

function describeResource({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`
}
