// Tunes a matrix multiplication in OpenCL: how many columns and rows a work item computes, and how large a workgroup is.
//   npm run build && node build/examples/opencl.js
import { createStudy, defineSpace, minimize, nsga2, ordinal } from 'paretune'
import { fitsWorkgroup, input, opencl, openclDevices, openclLimits, output } from 'paretune/profilers/opencl'

const SIZE = 256
const source = `
#define JOIN(a, b) a##b
#define JOINED(a, b) JOIN(a, b)
kernel void multiply(global const float *a, global const float *b, global float *c) {
  const int column = get_global_id(0) * vector, row = get_global_id(1) * rows;
  JOINED(float, vector) sums[rows];
  for (int r = 0; r < rows; r++) sums[r] = 0;
  for (int k = 0; k < size; k++) {
    const JOINED(float, vector) part = JOINED(vload, vector)(0, b + k * size + column);
    for (int r = 0; r < rows; r++) sums[r] += a[(row + r) * size + k] * part;
  }
  for (int r = 0; r < rows; r++) JOINED(vstore, vector)(sums[r], 0, c + (row + r) * size + column);
}`

// c = a b, where a[i][k] = i + k and b[k][j] = 1 for k = j: so c = a.
const a = Float32Array.from({ length: SIZE * SIZE }, (_, at) => Math.floor(at / SIZE) + (at % SIZE))
const b = Float32Array.from({ length: SIZE * SIZE }, (_, at) => (at % (SIZE + 1) === 0 ? 1 : 0))

const workgroup = ['blockX', 'blockY']
const space = defineSpace(
  {
    vector: ordinal(2, 4, 8, 16),
    rows: ordinal(1, 2, 4, 8),
    blockX: ordinal(1, 2, 4, 8, 16),
    blockY: ordinal(1, 2, 4, 8, 16),
  },
  { where: fitsWorkgroup(await openclLimits(), { workgroup }) },
)

const study = await createStudy({
  space,
  profiler: opencl({
    source,
    entry: 'multiply',
    constants: { size: SIZE },
    inputs: () => [input(a), input(b), output(new Float32Array(SIZE * SIZE))],
    workgroup,
    grid: ['size // (vector * blockX)', 'size // (rows * blockY)'],
    reference: () => ({ expected: [a] }),
    slowerFactor: 3, // one that is clearly that much slower than the best is not measured to the end
    limits: { timeMs: 20, warmupMs: 10, minSamples: 5 },
  }),
  objectives: { latency: minimize('latencyMs') },
  agent: nsga2({ population: 6 }),
  baseline: { vector: 2, rows: 1, blockX: 1, blockY: 1 },
  budget: { trials: 24 },
})
const tried = (await study.run()).trials.length
const { winner, rounds } = await study.confirm({ rounds: 5 })
await study.close()

const [device] = await openclDevices()
const { median, low, high } = winner?.speedup ?? { median: 1, low: 1, high: 1 }
console.log(`${device?.device}: ${tried} of ${space.count()} configurations tried`)
console.log(`best: ${JSON.stringify(winner?.config)}`)
console.log(
  `${median.toFixed(1)} times as fast as the baseline (${low.toFixed(1)} to ${high.toFixed(1)} in ${rounds} rounds)`,
)
