export { type CheckAgentOptions, checkAgent } from './check-agent.js'
export { type CheckEnvOptions, checkEnv } from './check-env.js'
export { checkProfiler, type ProfilerTrial } from './check-profiler.js'
export { type CheckStoreOptions, checkStore } from './check-store.js'
