export { OUTCOME_ANNOTATION, type Outcome, RUN_SECONDS_ANNOTATION } from './pod/behaviour.ts'
export type { StartDelay } from './pod/decide-pod.ts'
export type { SimulatedKind } from './run/kinds.ts'
export {
  runWorkloadSimulator,
  type SimulatorOptions,
  type WorkloadSimulator,
} from './run/run-workload-simulator.ts'
