import {
  type ApiAnswer,
  type Attempt,
  createSpaceClient,
  loadKubeConfig,
  type SpaceClient,
  type WatchEnd,
} from '@downsync/adapter-k8s'
import { agentKubeconfig, type Token } from './hub-address.ts'
import { type TokenLife, tokenLifeOf } from './token-life.ts'

/** The connection of an agent to its hub, of which the credentials can be exchanged while it is in use. */
export type AgentConnection = Readonly<{
  client: SpaceClient
  /** The kubeconfig with the credentials of now. */
  kubeconfig(): string
  /** How long they live; undefined where they are no token, and so are not renewed. */
  life(): TokenLife | undefined
  /** Takes a new token for all requests to come; those under way, watches among them, go on with the old one. */
  renew(token: Token): Promise<Attempt<undefined>>
  /** Has somebody told when the server does not know the credentials of now; whoever was to be told before is not. */
  onUnknown(tell: () => void): void
}>

const UNAUTHORIZED = 401

type Line = { readonly client: SpaceClient; users: number; isOld: boolean }

/**
 * Opens the connection of an agent.
 * @param kubeconfig its text, as `requestRegistration` gives it
 * @param where the name of its file, for messages
 * @param wec the name of the WEC
 */
export async function openAgentConnection(
  kubeconfig: string,
  where: string,
  wec: string,
): Promise<Attempt<AgentConnection>> {
  const loaded = await loadKubeConfig(kubeconfig, { where })
  if (!loaded.ok) return loaded
  const opened = createSpaceClient(loaded.value)
  if (!opened.ok) return opened
  const hub = loaded.value.getCurrentCluster()
  const token: string | undefined = loaded.value.getCurrentUser()?.token
  let text = kubeconfig
  let life = token === undefined ? undefined : tokenLifeOf(token)
  let line: Line = { client: opened.value, users: 0, isOld: false }

  let tellUnknown = (): void => undefined

  async function use<T extends ApiAnswer | WatchEnd>(act: (client: SpaceClient) => Promise<T>): Promise<T> {
    const used = line
    used.users++
    try {
      const came = await act(used.client)
      if ('code' in came && came.code === UNAUTHORIZED && used === line) tellUnknown()
      return came
    } finally {
      used.users--
      closeIfOld(used)
    }
  }

  return {
    ok: true,
    value: {
      client: {
        server: opened.value.server,
        request: (request, signal): Promise<ApiAnswer> => use((client) => client.request(request, signal)),
        watch: (request, onLine, signal, onOpen) =>
          use((client) => client.watch(request, onLine, signal, onOpen)),
        close: () => line.client.close(),
      },
      kubeconfig: () => text,
      life: () => life,
      onUnknown(tell) {
        tellUnknown = tell
      },
      async renew({ token: next, expires }) {
        const written = hub && agentKubeconfig(hub, wec, next)
        if (!written?.ok) return written ?? { ok: false, message: `${where} has no cluster` }
        const reloaded = await loadKubeConfig(written.value, { where })
        const renewed = reloaded.ok ? createSpaceClient(reloaded.value) : reloaded
        if (!renewed.ok) return renewed
        text = written.value
        life = { expires, ...tokenLifeOf(next) }
        const old = line
        line = { client: renewed.value, users: 0, isOld: false }
        old.isOld = true
        closeIfOld(old)
        return { ok: true, value: undefined }
      },
    },
  }
}

function closeIfOld(line: Line): void {
  if (line.isOld && line.users === 0) line.client.close()
}
