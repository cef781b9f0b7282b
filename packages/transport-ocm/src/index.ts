export { ocmTransport } from './transport.ts'
