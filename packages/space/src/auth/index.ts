export { type Demand, isAllowed, refusalText } from './rbac.ts'
export { type TokenUser, type User, userOf } from './user.ts'
