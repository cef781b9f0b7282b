export {
  createFaultDesk,
  type Fault,
  type FaultOrder,
  type Faults,
  type RequestInfo,
} from './faults.ts'
export { handleRequest } from './handler.ts'
export { createRequestLog, type ServedRequest } from './request-log.ts'
