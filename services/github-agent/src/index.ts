export { type AgentOptions, startAgent } from './agent.ts'
