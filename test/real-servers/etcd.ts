import { join } from 'node:path'
import { freePort, startServer } from './server-process.ts'

/** One etcd; it serves many API servers, each under a prefix of its own. */
export type Etcd = Readonly<{ assets: string; url: string; close(): Promise<void> }>

/** @param assets the folder with the binaries, see `findAssets` */
export async function startEtcd(assets: string): Promise<Etcd> {
  const peers = `http://127.0.0.1:${await freePort()}`
  const server = await startServer({
    name: 'etcd',
    binary: join(assets, 'etcd'),
    args: (port, folder) => [
      `--data-dir=${join(folder, 'data')}`,
      '--unsafe-no-fsync',
      `--listen-client-urls=http://127.0.0.1:${port}`,
      `--advertise-client-urls=http://127.0.0.1:${port}`,
      `--listen-peer-urls=${peers}`,
    ],
    ready: { scheme: 'http', path: '/readyz' },
  })
  return { assets, url: `http://127.0.0.1:${server.port}`, close: server.close }
}
