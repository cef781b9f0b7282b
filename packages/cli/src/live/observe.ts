import { type Attempt, type Controllers, runControllers } from '@downsync/adapter-k8s'
import type { Outcome } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import type { GivenArguments } from './command.ts'
import { connect } from './connect.ts'
import { itsChoice, wdsChoice } from './connection-options.ts'
import type { Machine } from './machine.ts'
import { TABLES_WRONG, tablesIn } from './tables.ts'

/** Both spaces of a WDS, read and followed, with nothing ever written. */
export type Observation = Readonly<{ controllers: Controllers; wdsName: string }>

/**
 * Reads both spaces as the controllers would, and runs none of them.
 * @param onOutcome called whenever something that was seen has changed what follows from it
 */
export async function observe(
  given: GivenArguments,
  machine: Machine,
  onOutcome?: (outcome: Outcome) => void,
): Promise<Attempt<Observation>> {
  const tables = tablesIn(given, machine)
  if (tables === undefined) return { ok: false, message: TABLES_WRONG }
  const wdsIs = wdsChoice(given)
  const wds = await connect(machine, wdsIs, false)
  if (!wds.ok) return wds
  const its = await connect(machine, itsChoice(given), false)
  if (!its.ok) return its
  const controllers = runControllers({
    wds: wds.value.client,
    its: its.value.client,
    wdsName: wdsIs.name,
    environment: machine.environment,
    controllers: [],
    settings: { transport: ocmTransport, tables },
    ...(onOutcome && { onOutcome }),
  })
  await controllers.ready
  return { ok: true, value: { controllers, wdsName: wdsIs.name } }
}
