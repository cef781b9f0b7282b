export { openSpaceTls } from './space-tls.ts'
