export { chromeTraceOps, type TraceOp, type TraceOptions } from './chrome-trace.js'
export { type HotSpotOptions, hotSpots } from './hot-spots.js'
export type { TraceEvent, TraceSource } from './trace.js'
export { withHotSpots } from './with-hot-spots.js'
