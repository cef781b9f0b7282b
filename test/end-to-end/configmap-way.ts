import {
  admit,
  configMapTransport,
  isMarked,
  runConfigMapAgent,
} from '../../examples/configmap-transport/index.ts'
import type { Way } from './way.ts'

/** The transport of the example, with its own agent. */
export const configMapWay: Way = {
  transport: configMapTransport,
  admit,
  receive: runConfigMapAgent,
  isOwned: isMarked,
}
