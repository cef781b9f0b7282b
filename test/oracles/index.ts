export { argocdHealth, type Health, healths } from './argocd.ts'
export { type KStatus, kstatus } from './kstatus.ts'
export { type RolloutStatus, rolloutStatus } from './kubectl.ts'
export { statusFaults } from './status-validation.ts'
