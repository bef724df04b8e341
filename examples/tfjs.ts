// The same block of an image network in several ways: which backend, which operators, how the input is prepared.
import { type ConfigOf, choice, createStudy, defineSpace, flag, minimize, random } from 'paretune'
import { tfjs } from 'paretune/profilers/tfjs'

const [SIZE, CHANNELS, FILTERS] = [64, 8, 16]
const pixels = Uint8Array.from({ length: SIZE * SIZE * CHANNELS }, (_, i) => (i * 37) % 256)
const reused = new Float32Array(pixels.length)

const space = defineSpace(
  {
    backend: choice('cpu', 'wasm'),
    simd: flag(), //        a flag of the backend
    input: choice('in place', 'copying'), //        scale the pixels into one array again and again, or into a new one
    mean: choice('broadcast', 'tiled'), //        subtract the channels' mean as it is, or blown up to the image
    operators: choice('fused', 'separate'), //        convolution, bias and relu as one kernel or as three
    convolution: choice('full', 'separable'), //        9 * 8 * 16 weights, or 9 * 8 + 8 * 16 of the same product
  },
  {
    when: { simd: c => c.backend === 'wasm' },
    where: ["convolution == 'full' or operators == 'separate'"], // tfjs has no fused separable convolution
  },
)
type Config = ConfigOf<typeof space>

const profiler = tfjs({
  backend: (config: Config) => config.backend,
  flags: ({ simd }): Record<string, boolean> => (simd === undefined ? {} : { WASM_HAS_SIMD_SUPPORT: simd }),
  build: (tf, config) => {
    const depthwise = tf.fill([3, 3, CHANNELS, 1], 1 / 9)
    const pointwise = tf.randomUniform([1, 1, CHANNELS, FILTERS], -1, 1, 'float32', 1)
    // The product of both, so that every variant computes the same.
    const full = tf.tidy(() => tf.mul(tf.tile(tf.fill([3, 3, 1, 1], 1 / 9), [1, 1, CHANNELS, FILTERS]), pointwise))
    const mean = tf.fill([CHANNELS], 0.5)
    return { config, depthwise, pointwise, full, mean, bias: tf.ones([FILTERS]) }
  },
  run: (tf, { config, depthwise, pointwise, full, mean, bias }) =>
    tf.tidy(() => {
      const scaled = config.input === 'in place' ? reused : new Float32Array(pixels.length)
      for (let i = 0; i < scaled.length; i++) scaled[i] = (pixels[i] as number) / 255
      const image = tf.tensor4d(scaled, [1, SIZE, SIZE, CHANNELS])
      const shift =
        config.mean === 'broadcast' ? mean : tf.tile(tf.reshape(mean, [1, 1, 1, CHANNELS]), [1, SIZE, SIZE, 1])
      const x = tf.sub<typeof image>(image, shift)
      if (config.operators === 'fused')
        return tf.fused.conv2d({ x, filter: full as never, strides: 1, pad: 'same', bias, activation: 'relu' })
      const convolved =
        config.convolution === 'full'
          ? tf.conv2d(x, full as never, 1, 'same')
          : tf.separableConv2d(x, depthwise as never, pointwise as never, 1, 'same')
      return tf.relu(tf.add(convolved, bias))
    }),
  verify: ([values], { config }) => {
    const sum = (values as Float32Array).reduce((total, value) => total + value, 0)
    checksum ??= sum
    return (
      Math.abs(sum / checksum - 1) < 1e-3 || `expected a sum of ${checksum}, got ${sum} of ${JSON.stringify(config)}`
    )
  },
  limits: { timeMs: 100, warmupMs: 50 },
})
let checksum: number | undefined

const study = await createStudy({
  space,
  profiler,
  objectives: { latency: minimize('latencyMs') },
  agent: random(),
  baseline: { backend: 'cpu', input: 'copying', mean: 'tiled', operators: 'separate', convolution: 'full' },
  budget: { trials: 36 }, // all there are
})
const { trials } = await study.run()
const { winner } = await study.confirm({ rounds: 5 })
console.log(`${trials.length} variants, ${trials.filter(({ outcome }) => outcome._tag === 'Measured').length} measured`)
console.log('the fastest:', winner?.config)
console.log('times as fast as the plainest on cpu:', winner?.speedup)
