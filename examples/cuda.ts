// A matrix product in CUDA: how large are the tiles in shared memory, how many rows does a thread compute, how far is it unrolled?
//   npm run build && node build/examples/cuda.js [SIZE]
// Takes a GPU of NVIDIA; without one it says so, and ends with code 2.
import { type ConfigOf, createStudy, defineSpace, metered, minimize, nsga2, ordinal, ParetuneError } from 'paretune'
import { gpu } from 'paretune/meters'
import { cuda, cudaDevices, fitsWorkgroup, input, int32, output } from 'paretune/profilers/cuda'

const source = `
extern "C" __global__ void matmul(int n, const float *a, const float *b, float *c) {
  const int STEP = TILE / ROWS;
  __shared__ float left[TILE][TILE], right[TILE][TILE];
  const int x = threadIdx.x, column = blockIdx.x * TILE + x, row = blockIdx.y * TILE + threadIdx.y;
  float sums[ROWS] = {};
  for (int k = 0; k < n; k += TILE) {
    for (int r = 0, y = threadIdx.y; r < ROWS; r++, y += STEP) {
      left[y][x] = a[(row + r * STEP) * n + k + x];
      right[y][x] = b[(k + y) * n + column];
    }
    __syncthreads();
    #pragma unroll UNROLL
    for (int i = 0; i < TILE; i++)
      for (int r = 0; r < ROWS; r++) sums[r] += left[threadIdx.y + r * STEP][i] * right[i][x];
    __syncthreads();
  }
  for (int r = 0; r < ROWS; r++) c[(row + r * STEP) * n + column] = sums[r];
}`

const tune = async (size: number): Promise<void> => {
  const [device] = await cudaDevices()
  if (device === undefined) return
  const workgroup = ['TILE', 'TILE // ROWS']
  const space = defineSpace(
    { TILE: ordinal(8, 16, 32), ROWS: ordinal(1, 2, 4, 8), UNROLL: ordinal(1, 4, 8) },
    { where: fitsWorkgroup(device.limits, { workgroup }) },
  )

  // b moves the columns of a by one.
  const a = Float32Array.from({ length: size ** 2 }, (_, i) => (i * 7) % 13)
  const b = Float32Array.from({ length: size ** 2 }, (_, i) => Number((Math.floor(i / size) + 1) % size === i % size))
  const product = a.map((_, i) => a[i - (i % size) + (((i % size) + size - 1) % size)] ?? 0)
  const multiply = cuda<ConfigOf<typeof space>>({
    source,
    entry: 'matmul',
    inputs: () => [int32(size), input(a), input(b), output(new Float32Array(size ** 2))],
    workgroup,
    grid: [`${size} // TILE`, `${size} // TILE`],
    reference: () => ({ expected: [product] }),
    items: () => 2 * size ** 3,
    flushCaches: true,
    slowerFactor: 3, // one that is clearly that much slower than the best is not measured to the end
    limits: { timeMs: 100, warmupMs: 50 },
  })

  const study = await createStudy({
    space,
    profiler: metered(multiply, [gpu({ device: device.pciBusId })]),
    objectives: { latency: minimize('latencyMs') },
    agent: nsga2({ population: 6 }),
    baseline: { TILE: 8, ROWS: 1, UNROLL: 1 },
    budget: { trials: 24 },
  })
  const { trials, best } = await study.run()
  await study.close()
  console.log(
    `${device.name} (${device.computeCapability}): ${trials.length} trials of ${space.count()} configurations`,
  )
  console.log('best:', best?.config)
  const outcome = trials[best?.trials[0] ?? 0]?.outcome
  if (outcome?._tag !== 'Measured') return
  const { metrics, absent } = outcome.profile
  const { throughput, registers, occupancy, gpuPowerW = absent?.gpuPowerW } = metrics
  console.log(`${(Number(throughput) / 1e9).toFixed(1)} GFLOP/s with ${registers} registers, occupancy ${occupancy}`)
  console.log('power in W:', gpuPowerW)
}

try {
  await tune(Number(process.argv[2] ?? 1024))
} catch (thrown) {
  if (!(thrown instanceof ParetuneError)) throw thrown
  console.error(`${thrown.code}: ${thrown.message}`)
  process.exitCode = 2
}
