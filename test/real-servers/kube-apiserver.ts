import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TokenUser } from '@downsync/space'
import { kubeconfigText } from '../../packages/space/src/kubeconfig.ts'
import type { Etcd } from './etcd.ts'
import { startServer } from './server-process.ts'

export type KubeApiserverOptions = Readonly<{
  etcd: Etcd
  /** Of its cluster and context in kubeconfigs; also its prefix in etcd: two with the same name and etcd share all objects. */
  name: string
  /** Who may come; default: `admin`, a master. RBAC says what others may do. */
  users?: readonly TokenUser[]
  /** Further flags. */
  flags?: readonly string[]
}>

/** A real API server, with the shape of an embedded space. It has no controllers: see `startControllerManager`. */
export type KubeApiserver = Readonly<{
  name: string
  url: string
  /** PEM text of what signs its certificate. */
  authority: string
  /** A kubeconfig file for one of its users, default the first; undefined for a name that is none. */
  kubeconfig(user?: string): string | undefined
  close(): Promise<void>
}>

const admin: TokenUser = { name: 'admin', groups: ['system:masters'], token: 'admin-token' }
/** The server makes this pair itself; the certificate is followed by its own authority. */
const CERTIFICATE = 'apiserver.crt'

/** Starts kube-apiserver, with TLS, bearer tokens and RBAC; Pods need no ServiceAccount. */
export async function startKubeApiserver(options: KubeApiserverOptions): Promise<KubeApiserver> {
  const { etcd, name, users = [admin], flags = [] } = options
  const server = await startServer({
    name: `kube-apiserver-${name}`,
    binary: join(etcd.assets, 'kube-apiserver'),
    args: (port, folder) => {
      const serviceAccountKey = join(folder, 'service-account.key')
      writeFileSync(serviceAccountKey, rsaKey())
      const tokens = join(folder, 'tokens.csv')
      writeFileSync(tokens, users.map(tokenLine).join(''))
      return [
        `--etcd-servers=${etcd.url}`,
        `--etcd-prefix=/${name}`,
        '--bind-address=127.0.0.1',
        '--advertise-address=127.0.0.1',
        '--endpoint-reconciler-type=none',
        `--secure-port=${port}`,
        `--cert-dir=${folder}`,
        `--token-auth-file=${tokens}`,
        '--authorization-mode=RBAC',
        '--disable-admission-plugins=ServiceAccount',
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-key-file=${serviceAccountKey}`,
        `--service-account-signing-key-file=${serviceAccountKey}`,
        ...flags,
      ]
    },
    ready: { scheme: 'https', path: '/readyz', trust: CERTIFICATE },
  })
  const url = `https://127.0.0.1:${server.port}`
  const tls = {
    cert: readFileSync(join(server.folder, CERTIFICATE), 'utf8'),
    key: readFileSync(join(server.folder, 'apiserver.key'), 'utf8'),
  }
  return {
    name,
    url,
    authority: tls.cert,
    kubeconfig(userName = users[0]?.name) {
      const user = users.find((one) => one.name === userName)
      return user && kubeconfigText(name, url, user, tls)
    },
    close: server.close,
  }
}

const rsaKey = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' })

/** `token,name,uid,"group,group"`, fields in quotes doubled. */
const tokenLine = ({ token, name, groups }: TokenUser) =>
  `${[token, name, name, groups.join(',')].map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\n`
