import {
  type KubeObject,
  listAt,
  names,
  type Problem,
  pointerKeys,
  problemOn,
  type Ref,
  stringAt,
} from '../kube/index.ts'
import type { Action } from '../reconcile/index.ts'
import { cameFromWec, type ReportWish } from '../report/index.ts'

/** Something to say of the reported state of one object, to whoever asks for it. */
export type ReportRemark = Readonly<{
  ref: Ref
  severity: Problem['severity']
  code: 'WriteRefused' | 'StatusUntrue' | 'StatusContested'
  /** In the object. */
  path: string
  /** For a line that begins with the object. */
  text: string
}>

/** A remark, as a problem on the object that it is of. */
export function remarkProblem({ ref, severity, code, path, text }: ReportRemark): Problem {
  return { ...problemOn(ref, { code, path, message: text }), severity }
}

/** A write that its server refused and that is not repeated (P-6b). */
export function refusalRemark(action: Action, message: string): ReportRemark {
  const isLabels = action.kind === 'patch' && action.format === 'merge'
  const [path, part] = isLabels ? ['metadata.labels', 'labels'] : ['status', 'status']
  const text = `the write of its ${part} was refused: ${message}`
  return { ref: action.ref, severity: 'error', code: 'WriteRefused', path, text }
}

/** What else is to be said: what of the status is not the truth (AGG-2), and who else writes it (RPT-12). */
export function remarksOn(
  ref: Ref,
  there: KubeObject,
  { status }: ReportWish,
  actions: readonly Action[],
): readonly ReportRemark[] {
  const untruths = 'untruths' in status ? status.untruths : []
  const isRewritten = actions.some((one) => one.kind === 'patch' && one.format === 'json')
  const other = isRewritten && cameFromWec(there) ? otherManager(there) : undefined
  return [
    ...untruths.map(({ path, message }): ReportRemark => {
      const at = ['status', ...pointerKeys(path)].join('.')
      return { ref, severity: 'error', code: 'StatusUntrue', path: at, text: `${at}: ${message}` }
    }),
    ...(other === undefined ? [] : [contested(ref, other)]),
  ]
}

type Writer = Readonly<{ manager: string; time: string }>

function contested(ref: Ref, { manager, time }: Writer): ReportRemark {
  const text = `${manager} writes its .status too, at ${time}; it is written again`
  return { ref, severity: 'warning', code: 'StatusContested', path: 'status', text }
}

// Who wrote it last, if that was not this project. Times are of whole seconds: of two in the same one, the other counts.
function otherManager(object: KubeObject): Writer | undefined {
  const writers = listAt(object.metadata, 'managedFields').flatMap((entry): Writer[] => {
    const [manager, time] = [stringAt(entry, 'manager'), stringAt(entry, 'time')]
    const isOfStatus = stringAt(entry, 'subresource') === 'status'
    return isOfStatus && manager !== undefined && time !== undefined ? [{ manager, time }] : []
  })
  let last: Writer | undefined
  for (const one of writers) if (last === undefined || isAfter(one, last)) last = one
  return last?.manager === names.FIELD_MANAGER ? undefined : last
}

function isAfter(a: Writer, b: Writer): boolean {
  const [left, right] = [Date.parse(a.time), Date.parse(b.time)]
  return left === right ? b.manager === names.FIELD_MANAGER : left > right
}
