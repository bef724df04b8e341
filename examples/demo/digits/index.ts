import { maximize, minimize } from 'paretune/goals'
import { moduleProfiler, summarize } from 'paretune/profilers'
import { tfjs, tfjsMetrics } from 'paretune/profilers/tfjs'
import { type ConfigOf, choice, defineSpace, integer, ordinal } from 'paretune/space'
import { loadDigits, PIXELS } from './data.js'
import { modelFor } from './models.js'
import { classify, upload } from './network.js'

// A classifier of handwritten digits in tfjs: how it is built and trained, how its weights are stored, how it is run.

export const space = defineSpace({
  layers: integer(1, 3),
  units: ordinal(16, 32, 64, 128),
  activation: choice('relu', 'elu', 'tanh'),
  trainingBatch: ordinal(32, 64, 128),
  // Evenly spaced in logarithm, and few: trials that agree in all of the above and in this share one trained network.
  learningRate: ordinal(3e-4, 1e-3, 3e-3, 1e-2, 3e-2),
  precision: choice('float32', 'float16', 'uint8'),
  backend: choice('cpu', 'wasm'),
  batch: ordinal(1, 2, 4, 8, 16, 32, 64),
})
export type DigitsConfig = ConfigOf<typeof space>

/**
 * What who has typed in a first tutorial ends up with: one hidden layer of 128 relu units, trained by Adam as it comes
 * (batches of 32, a rate of 0.001), float32 weights, run by `predict`, which cuts batches of 32, on the backend that tfjs
 * has in Node.js unless another is installed.
 */
export const defaultConfig: DigitsConfig = {
  layers: 1,
  units: 128,
  activation: 'relu',
  trainingBatch: 32,
  learningRate: 1e-3,
  precision: 'float32',
  backend: 'cpu',
  batch: 32,
}

const ownMetrics = {
  accuracy: { unit: '', better: 'higher' },
  /** Latency of a batch over its images. */
  imageMs: { unit: 'ms', better: 'lower' },
  sizeBytes: { unit: 'bytes', better: 'lower' },
  /** What training the network took, in this trial or an earlier one. */
  trainMs: { unit: 'ms', better: 'lower' },
} as const

export const objectives = {
  accuracy: maximize<'accuracy'>('accuracy'),
  imageMs: minimize<'imageMs'>('imageMs'),
  sizeBytes: minimize<'sizeBytes'>('sizeBytes'),
}

/** A trial: a tenth of a second or two beside the training. */
const trial = { timeMs: 80, warmupMs: 40, minSamples: 5 }

/** Exported as a function of its limits, so that `moduleProfiler` can hand them to another process. */
export const digitsProfiler = (limits: typeof trial) =>
  tfjs({
    name: 'digit classifier',
    backend: (config: DigitsConfig) => config.backend,
    build: async (tf, config, { signal }) => {
      const model = await modelFor(tf, config, signal)
      const images = loadDigits().test.images.subarray(0, config.batch * PIXELS)
      return { config, model, images, weights: upload(tf, config, model.weights) }
    },
    // From pixels to probabilities, both in JavaScript's memory.
    run: (tf, { config, weights, images }) => classify(tf, config, weights, images),
    verify: ([answers], { model }) => differs(answers as Float32Array, model.expected),
    items: config => config.batch,
    extra: {
      metrics: ownMetrics,
      measure: (_tf, { model: { accuracy, sizeBytes, trainMs }, config }, { measurement }) => ({
        accuracy,
        sizeBytes,
        trainMs,
        imageMs: summarize(
          measurement.samples.map(batchMs => batchMs / config.batch),
          'ms',
        ),
      }),
    },
    notes: ({ precision }) => [
      'trained on 6,000 digits and judged on 4,000 others, both on the wasm backend',
      ...(precision === 'float32'
        ? []
        : [
            `${precision} changes the size and rounds the weights, not the arithmetic: tfjs computes in float32 with unpacked weights`,
          ]),
    ],
    limits,
  })

/** Backends add up in different orders: probabilities may differ by that much. */
const TOLERANCE = 1e-3

const differs = (answers: Float32Array, expected: Float32Array): true | string => {
  const at = answers.findIndex((answer, i) => !(Math.abs(answer - (expected[i] as number)) <= TOLERANCE))
  return at < 0 || `expected probability ${expected[at]} at place ${at}, as on wasm, got ${answers[at]}`
}

export const profiler = digitsProfiler(trial)

/** For finalists: each profile in a new process, since processes differ more than calls do. */
export const freshProfiler = moduleProfiler<DigitsConfig, keyof typeof tfjsMetrics | keyof typeof ownMetrics>(
  new URL(import.meta.url),
  {
    name: 'digit classifier, in a new process',
    export: 'digitsProfiler',
    metrics: { ...tfjsMetrics, ...ownMetrics },
    args: { timeMs: 300, warmupMs: 200, minSamples: 10 },
    fresh: true,
  },
)
