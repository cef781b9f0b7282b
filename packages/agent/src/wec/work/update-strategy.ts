import { isList, type Json, memberOf, stringAt } from '@downsync/core'
import { FIELD_MANAGER } from '../ocm.ts'

/** How a manifest is brought about. */
export type UpdateStrategy =
  | Readonly<{ kind: 'update' | 'createOnly' | 'readOnly' }>
  | Readonly<{ kind: 'serverSideApply'; manager: string; isForced: boolean }>

/** A strategy, or the condition that says why it is not followed. */
export type StrategyRead =
  | Readonly<{ ok: true; strategy: UpdateStrategy }>
  | Readonly<{ ok: false; reason: string; message: string }>

/**
 * What `updateStrategy` of a manifest's configuration asks for; absent, it is an update.
 *
 * `ignoreFields` is refused: to apply the fields that somebody wants left alone would be worse than not to apply.
 */
export function readUpdateStrategy(raw: Json | undefined): StrategyRead {
  const type = raw === undefined || raw === null ? 'Update' : stringAt(raw, 'type')
  switch (type) {
    case 'Update':
      return { ok: true, strategy: { kind: 'update' } }
    case 'CreateOnly':
      return { ok: true, strategy: { kind: 'createOnly' } }
    case 'ReadOnly':
      return { ok: true, strategy: { kind: 'readOnly' } }
    case 'ServerSideApply':
      return readServerSideApply(memberOf(raw, 'serverSideApply'))
    default:
      return {
        ok: false,
        reason: 'AppliedManifestFailed',
        message: `Failed to apply manifest: updateStrategy ${JSON.stringify(type ?? null)} is not known to this agent`,
      }
  }
}

function readServerSideApply(options: Json | undefined): StrategyRead {
  const ignored = memberOf(options, 'ignoreFields')
  if (isList(ignored) && ignored.length > 0)
    return {
      ok: false,
      reason: 'AppliedManifestSSAIgnoreFieldError',
      message: 'Failed to process ignoreFields: they are not supported by this agent',
    }
  const manager = stringAt(options, 'fieldManager') ?? ''
  return {
    ok: true,
    strategy: {
      kind: 'serverSideApply',
      manager: manager === '' ? FIELD_MANAGER : manager,
      isForced: memberOf(options, 'force') === true,
    },
  }
}
