import { runWecAgent } from '@downsync/agent'
import { ocmTransport } from '@downsync/transport-ocm'
import type { FleetTransport } from './types.ts'

/** ManifestWorks, and the agent that does as OCM's does. */
export const ocm: FleetTransport = { transport: ocmTransport, receive: runWecAgent }
