import { buildWorld, nodeSystem, readFiles } from '@downsync/cli'
import { applyActions, evaluate, explain, plan } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'

const system = nodeSystem()
const { documents } = readFiles(system, ['examples/quickstart'])
const { snapshot } = buildWorld(documents, { now: '2026-01-01T00:00:00Z' })

// Decide: a pure function of the snapshot.
const outcome = evaluate(snapshot, { transport: ocmTransport })
system.write(`${[...outcome.bindings].map(([name]) => name).join(' ')}\n`)

// Ask why.
const object = { group: 'apps', resource: 'deployments', namespace: 'bakery', name: 'storefront' }
system.write(`${explain(outcome, { object, wec: 'osaka' }).verdict.kind}\n`)

// What to write; applied to the snapshot, it leads to a world in which, sooner or later, nothing is left to write.
const { actions, impact } = plan(outcome)
system.write(`${actions.length} writes, ${impact.appear} pairs appear\n`)
const next = evaluate(applyActions(snapshot, actions), { transport: ocmTransport })
system.write(`${plan(next).actions.length} writes\n`)
