export { mergedKubeconfig, type NamedKubeconfig } from './fleet/merged-kubeconfig.ts'
export { ocm } from './fleet/ocm.ts'
export type { Part } from './fleet/part.ts'
export {
  type EmbeddedFleet,
  type EmbeddedFleetOptions,
  startEmbeddedFleet,
} from './fleet/start-embedded-fleet.ts'
export { startFleet } from './fleet/start-fleet.ts'
export type {
  AdmissionOptions,
  Fleet,
  FleetOptions,
  FleetSpace,
  FleetTransport,
  FleetWec,
  ReceiverOptions,
} from './fleet/types.ts'
export { type Answer, askSpaces } from './live/ask-spaces.ts'
export { nodeSystem } from './node-system.ts'
export { yamlText } from './print/machine.ts'
export { readClusters } from './read/clusters.ts'
export {
  type Complaint,
  complaintLine,
  type Document,
  hasErrors,
  type Place,
  type Reading,
} from './read/document.ts'
export { type Files, readFiles } from './read/read-files.ts'
export { comparePairs, manifestText, type Pair, type PairChanges, pairsIn } from './report/pairs.ts'
export { type Rounds, runRounds } from './report/rounds.ts'
export { run } from './run.ts'
export type { System } from './system.ts'
export { buildWorld, type World, type WorldOptions } from './world/build-world.ts'
