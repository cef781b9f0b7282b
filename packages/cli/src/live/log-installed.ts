import type { Environment, Installed } from '@downsync/adapter-k8s'

/** Says which definitions were made or brought up to date, and which are somebody else's (API-1). */
export function logInstalled(environment: Environment, installed: readonly Installed[]): void {
  for (const { name, did } of installed) {
    if (did === 'created' || did === 'updated')
      environment.log({ level: 'info', message: `definition ${name}: ${did}` })
    if (did === 'foreign')
      environment.log({
        level: 'info',
        message: `definition ${name}: is there already, made by somebody else, and stays as it is`,
      })
    if (did === 'newer')
      environment.log({
        level: 'warn',
        message: `definition ${name}: is of a newer version of downsync, and stays as it is`,
      })
  }
}
