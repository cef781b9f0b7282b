export { hubDefinitions, wecDefinitions } from './definitions/index.ts'
export { type Hub, type HubOptions, runHub } from './hub/index.ts'
export {
  type AgentConnection,
  type HubAddress,
  type KeepOptions,
  keepRegistered,
  openAgentConnection,
  type Registration,
  type RegistrationOptions,
  readWecId,
  requestRegistration,
  type Token,
} from './registration/index.ts'
export {
  OUTCOME_ANNOTATION,
  type Outcome,
  RUN_SECONDS_ANNOTATION,
  runWorkloadSimulator,
  type SimulatedKind,
  type SimulatorOptions,
  type StartDelay,
  type WorkloadSimulator,
} from './simulator/index.ts'
export { type ProfileName, runWecAgent, type WecAgent, type WecAgentOptions } from './wec/index.ts'
