export type { WecAgent, WecAgentOptions } from './types.ts'
export { runWecAgent } from './wec-agent.ts'
export type { ProfileName } from './work/profile.ts'
