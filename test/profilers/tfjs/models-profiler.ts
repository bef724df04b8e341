import { tfjs } from '#src/profilers/tfjs/index.js'
import { ones } from './models.js'

/** For `moduleProfiler`. */
export const profiler = tfjs(ones)
