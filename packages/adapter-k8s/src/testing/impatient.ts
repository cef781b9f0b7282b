import type { SpaceClient } from '../client/types.ts'

/** The client, but a silent watch counts as dead after so many milliseconds, whatever was asked for. */
export function impatient(client: SpaceClient, idleTimeout: number): SpaceClient {
  return {
    server: client.server,
    request: (request, signal) => client.request(request, signal),
    watch: (request, onLine, signal, onOpen) =>
      client.watch({ ...request, idleTimeout }, onLine, signal, onOpen),
    close: () => client.close(),
  }
}
