export { generationAnnotation } from './manifest-work.ts'
export { ocmTransport } from './transport.ts'
