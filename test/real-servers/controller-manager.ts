import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from './server-process.ts'

export type ControllerManagerOptions = Readonly<{
  /** The folder with the binaries. */
  assets: string
  /** Text of a kubeconfig file of a master. */
  kubeconfig: string
  /** As `--controllers` names them: `garbage-collector-controller`, `namespace-controller`, `deployment-controller` …; the old short names do too. */
  controllers: readonly string[]
  flags?: readonly string[]
}>

export type ControllerManager = Readonly<{ close(): Promise<void> }>

/** Starts kube-controller-manager with these controllers and no others. */
export async function startControllerManager(options: ControllerManagerOptions): Promise<ControllerManager> {
  const { assets, kubeconfig, controllers, flags = [] } = options
  const { close } = await startServer({
    name: 'kube-controller-manager',
    binary: join(assets, 'kube-controller-manager'),
    args: (port, folder) => {
      const file = join(folder, 'kubeconfig.yaml')
      writeFileSync(file, kubeconfig, { mode: 0o600 })
      return [
        `--kubeconfig=${file}`,
        `--controllers=${controllers.join(',')}`,
        '--leader-elect=false',
        '--bind-address=127.0.0.1',
        `--secure-port=${port}`,
        `--cert-dir=${folder}`,
        ...flags,
      ]
    },
    ready: { scheme: 'https', path: '/healthz', trust: 'kube-controller-manager.crt' },
  })
  return { close }
}
