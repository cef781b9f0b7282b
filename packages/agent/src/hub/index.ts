export { type Hub, type HubOptions, runHub } from './run-hub.ts'
