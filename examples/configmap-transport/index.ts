export { admit } from './admit.ts'
export { isMarked } from './agent/mark.ts'
export {
  type ConfigMapAgent,
  type ConfigMapAgentOptions,
  runConfigMapAgent,
} from './agent/run-configmap-agent.ts'
export { configMapTransport } from './transport/configmap-transport.ts'
