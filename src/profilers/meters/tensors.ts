import { right } from '../../core/fp.js'
import type { Meter } from './meter.js'

/** The part of tfjs that counts: the `tf` that the model runs on has it. */
export interface TensorEngine {
  memory(): { readonly numTensors: number; readonly numBytes: number }
}

/**
 * Tensors of a tfjs engine at the end of the window: `tensorCount` and `tensorBytes`, weights included. What a model forgets
 * to dispose of adds up from run to run.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs'
 * metered(model, [tensors(tf)])
 */
export const tensors = (tf: TensorEngine): Meter<'tensorCount' | 'tensorBytes'> => ({
  name: 'tensors',
  metrics: [
    { name: 'tensorCount', unit: '', better: 'lower' },
    { name: 'tensorBytes', unit: 'bytes', better: 'lower' },
  ],
  open: async () =>
    right({
      start: pid => {
        if (pid !== undefined) throw new Error('expected this process, whose tensors can be counted, got another one')
      },
      stop: () => {
        const { numTensors, numBytes } = tf.memory()
        return { metrics: { tensorCount: numTensors, tensorBytes: numBytes } }
      },
    }),
})
