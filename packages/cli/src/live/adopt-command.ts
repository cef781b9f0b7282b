import { failureText, objectPath, type SpaceClient } from '@downsync/adapter-k8s'
import { type ForeignWrapped, foreignWrapped, names, type Outcome, type Transport } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { didYouMean } from '../near-name.ts'
import { table } from '../print/text.ts'
import { DONE, type Ending, failed, type LiveCommand } from './command.ts'
import { connect } from './connect.ts'
import { itsChoice, itsOptions, wdsOptions } from './connection-options.ts'
import type { Machine } from './machine.ts'
import { observe } from './observe.ts'

/**
 * `downsync adopt` and `downsync prune` (WRP-6): decide on wrapped objects that an earlier WDS of the same name made and that no Binding
 * wants. To adopt one is to take it for ours, so that it follows our policies; to prune one is to delete it, and its objects with it.
 */
export const adoptCommand = decisionCommand('adopt')
export const pruneCommand = decisionCommand('prune')

type Verb = 'adopt' | 'prune'

const DONE_TEXT: Readonly<Record<Verb, string>> = { adopt: 'adopted', prune: 'pruned' }

function decisionCommand(verb: Verb): LiveCommand {
  return {
    options: { ...wdsOptions, ...itsOptions, all: { type: 'boolean' } },
    async run(given, machine) {
      const isAll = given.flag('all')
      if (isAll && given.rest.length > 0)
        return { usage: `say what to ${verb}: names as WEC/WRAPPED, or --all` }
      const seen = await observe(given, machine)
      if (!seen.ok) return failed(machine, seen.message)
      const { controllers } = seen.value
      const outcome = controllers.outcome()
      await controllers.stop()
      const unsure = unsureBecause(outcome)
      if (unsure !== undefined) return failed(machine, unsure)
      const all = foreignWrapped(outcome)
      if (!isAll && given.rest.length === 0) return list(machine, verb, all)
      const unknown = given.rest.find((name) => !all.some((one) => placeOf(one) === name))
      if (unknown !== undefined)
        return failed(
          machine,
          `no wrapped object ${unknown} waits for a decision${didYouMean(unknown, all.map(placeOf))}`,
        )
      const its = await connect(machine, itsChoice(given), false)
      if (!its.ok) return failed(machine, its.message)
      const chosen = all.filter((one) => isAll || given.rest.includes(placeOf(one)))
      try {
        return await decide(machine, its.value.client, outcome, verb, chosen)
      } finally {
        its.value.client.close()
      }
    },
  }
}

// SNP-2: a Binding that is not seen may want it.
function unsureBecause(outcome: Outcome): string | undefined {
  const { snapshot } = outcome
  if (snapshot.wdsId === undefined)
    return `the Namespace kube-system of the WDS ${snapshot.wdsName} is not seen, and its uid tells what is ours`
  // A space that serves no policies is another one than was meant, and all that is delivered would seem to be an earlier one's.
  const served = snapshot.resources('wds').map(({ group, resource }) => `${resource}.${group}`)
  const missing = ['bindingpolicies', 'bindings'].find(
    (name) => !served.includes(`${name}.${names.CONTROL_GROUP}`),
  )
  if (missing !== undefined)
    return `the WDS ${snapshot.wdsName} serves no ${missing}: it is another space than was meant, or the control API is not installed there`
  const unseen = (['wds', 'its'] as const).flatMap((space) =>
    snapshot
      .resources(space)
      .flatMap(({ resource, known }) =>
        known === true ? [] : [`${resource} of the ${space}: ${known.why}`],
      ),
  )
  return unseen.length === 0 ? undefined : `not everything is seen: ${unseen.join('; ')}`
}

function list(machine: Machine, verb: Verb, all: readonly ForeignWrapped[]): Ending {
  if (all.length === 0) {
    machine.write('Nothing waits for a decision.\n')
    return DONE
  }
  const rows = all.map((one) => [placeOf(one), one.binding, one.wdsId, String(one.objects.length)])
  const effect =
    verb === 'adopt'
      ? 'To adopt one is to take it for ours: it follows our policies, and what none wants leaves its WEC.'
      : 'To prune one is to delete it, and its objects leave their WEC.'
  machine.write(
    `${[...table(['WRAPPED', 'BINDING', 'MADE BY', 'OBJECTS'], rows, 0), '', effect, `Do so by: downsync ${verb} WRAPPED…, or --all`].join('\n')}\n`,
  )
  return DONE
}

async function decide(
  machine: Machine,
  its: SpaceClient,
  outcome: Outcome,
  verb: Verb,
  chosen: readonly ForeignWrapped[],
): Promise<Ending> {
  for (const one of chosen) {
    const why = await settle(its, outcome, verb, one, ocmTransport)
    if (why !== undefined) return failed(machine, `cannot ${verb} ${placeOf(one)}: ${why}`)
    const objects = one.objects.length === 1 ? '1 object' : `${one.objects.length} objects`
    machine.write(`${placeOf(one)} ${DONE_TEXT[verb]}, with ${objects}\n`)
  }
  return DONE
}

/** Writes a decision, on the wrapped object that was seen and no other. */
async function settle(
  its: SpaceClient,
  { snapshot }: Outcome,
  verb: Verb,
  { wec, name }: ForeignWrapped,
  { resource }: Transport,
): Promise<string | undefined> {
  const { uid = '', resourceVersion = '' } =
    snapshot.get({ space: 'its', ...resource, namespace: wec, name })?.metadata ?? {}
  const path = objectPath(resource, wec, name)
  const answer = await its.request(
    verb === 'prune'
      ? { method: 'DELETE', path, body: { preconditions: { uid, resourceVersion } } }
      : {
          method: 'PATCH',
          path,
          contentType: 'application/merge-patch+json',
          body: {
            metadata: {
              uid,
              resourceVersion,
              annotations: { [names.annotations.originWdsId]: snapshot.wdsId ?? '' },
            },
          },
        },
  )
  return answer.kind === 'answer' && answer.code < 300 ? undefined : failureText(answer)
}

function placeOf({ wec, name }: ForeignWrapped): string {
  return `${wec}/${name}`
}
