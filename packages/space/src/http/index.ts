export {
  createFaultDesk,
  type Fault,
  type FaultDesk,
  type FaultOrder,
  type Faults,
  type RequestInfo,
} from './faults.ts'
export { handleRequest } from './handler.ts'
