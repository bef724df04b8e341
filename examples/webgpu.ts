// A matrix product on WebGPU: which workgroup (an override of the shader), and how many rows for each work item (a template)?
import { type ConfigOf, createStudy, defineSpace, minimize, ordinal } from 'paretune'
import { fitsWorkgroup, input, output, webgpu, webgpuLimits } from 'paretune/profilers/webgpu'

const SIZE = 96
const numbers = (seed: number): Float32Array =>
  Float32Array.from({ length: SIZE ** 2 }, (_, i) => ((i * seed) % 13) - 6)
const [a, b] = [numbers(5), numbers(7)]
const product = Float32Array.from({ length: SIZE ** 2 }, (_, i) => {
  let sum = 0
  for (let k = 0; k < SIZE; k++) sum += (a[i - (i % SIZE) + k] ?? 0) * (b[k * SIZE + (i % SIZE)] ?? 0)
  return sum
})

const workgroup = ['block_x', 'block_y']
const space = defineSpace(
  { block_x: ordinal(1, 4, 8, 16, 32, 64), block_y: ordinal(1, 2, 4, 8, 16), rows: ordinal(1, 2, 4, 8) },
  { where: fitsWorkgroup(await webgpuLimits(), { workgroup }) },
)
type Config = ConfigOf<typeof space>

/** Each work item computes `rows` numbers of a column, so that it reads each number of b once for all of them. */
const source = ({ rows }: Config): string => {
  const each = (line: (row: number) => string): string => Array.from({ length: rows }, (_, row) => line(row)).join('\n')
  return `
    override block_x: u32;
    override block_y: u32;
    override size: u32;
    @group(0) @binding(0) var<storage, read> a: array<f32>;
    @group(0) @binding(1) var<storage, read> b: array<f32>;
    @group(0) @binding(2) var<storage, read_write> c: array<f32>;
    @compute @workgroup_size(block_x, block_y) fn multiply(@builtin(global_invocation_id) id: vec3u) {
      let x = id.x;
      let y = id.y * ${rows};
      if (x >= size || y >= size) { return; }
      ${each(row => `var sum${row} = 0.0;`)}
      for (var k = 0u; k < size; k++) {
        let right = b[k * size + x];
        ${each(row => `sum${row} += a[(y + ${row}) * size + k] * right;`)}
      }
      ${each(row => `c[(y + ${row}) * size + x] = sum${row};`)}
    }`
}

const study = await createStudy({
  space,
  profiler: webgpu({
    source,
    entry: 'multiply',
    constants: { size: SIZE },
    inputs: () => [input(a), input(b), output(new Float32Array(SIZE ** 2))],
    workgroup,
    grid: ['-(-size // block_x)', '-(-size // (block_y * rows))'],
    reference: () => ({ expected: [product] }),
    items: () => 2 * SIZE ** 3,
    slowerFactor: 3,
    limits: { timeMs: 60, warmupMs: 30 },
  }),
  objectives: { latency: minimize('latencyMs') },
  baseline: { block_x: 1, block_y: 1, rows: 1 },
  budget: { trials: 16 },
})
const { trials } = await study.run()
const measured = trials.filter(({ outcome }) => outcome._tag === 'Measured').length
console.log(`${measured} of ${trials.length} trials measured, of ${space.count()} configurations that fit the device`)
const { winner } = await study.confirm({ rounds: 5 })
console.log('the fastest:', winner?.config)
console.log('times as fast as one work item to a workgroup:', winner?.speedup)
