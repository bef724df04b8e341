export { type CheckAgentOptions, checkAgent } from './check-agent.js'
