export { type AgentOptions, startAgent } from './agent.ts'
export { deployAgent } from './deploy.ts'
