import { buildWorld, nodeSystem, readFiles } from '@downsync/cli'
import { applyActions, evaluate, explain, plan } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'

const { documents } = readFiles(nodeSystem(), ['examples/quickstart'])
const { snapshot } = buildWorld(documents, { now: '2026-01-01T00:00:00Z' })

// Decide: a pure function of the snapshot.
const outcome = evaluate(snapshot, { transport: ocmTransport })
console.log([...outcome.bindings].map(([name]) => name).join(' '))

// Ask why.
const object = { group: 'apps', resource: 'deployments', namespace: 'bakery', name: 'storefront' }
console.log(explain(outcome, { object, wec: 'osaka' }).verdict.kind)

// What to write; applied to the snapshot, it leads to a world in which, sooner or later, nothing is left to write.
const { actions, impact } = plan(outcome)
console.log(`${actions.length} writes, ${impact.appear} pairs appear`)
const next = evaluate(applyActions(snapshot, actions), { transport: ocmTransport })
console.log(`${plan(next).actions.length} writes`)
