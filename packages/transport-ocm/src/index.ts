export { configsOf, optionsOf } from './configuration.ts'
export { manifestIdOf, manifestsOf, manifestWorks, workStatuses } from './manifest-work.ts'
export { isOrphaned } from './orphaning.ts'
export { ocmTransport } from './transport.ts'
