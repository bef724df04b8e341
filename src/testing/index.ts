export { checkProfiler, type ProfilerTrial } from './check-profiler.js'
