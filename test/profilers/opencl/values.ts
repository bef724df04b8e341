import type { Config } from '#src/core/index.js'
import {
  float32,
  float64,
  inout,
  input,
  int32,
  int64,
  type KernelArgument,
  type KernelArray,
  local,
  type OpenclDefinition,
  output,
  uint32,
  uint64,
} from '#src/profilers/opencl/index.js'
import { onOpencl, profileOf } from './on-opencl.js'
import { quick } from './scaling.js'

const arrays: readonly (readonly [string, KernelArray, KernelArray])[] = [
  ['char', Int8Array.of(-128, 127, 1, 0), Int8Array.of(127, -128, -2, -1)],
  ['uchar', Uint8Array.of(0, 255, 1, 2), Uint8Array.of(255, 0, 254, 253)],
  ['short', Int16Array.of(-32768, 32767, 1, 0), Int16Array.of(32767, -32768, -2, -1)],
  ['ushort', Uint16Array.of(0, 65535, 1, 2), Uint16Array.of(65535, 0, 65534, 65533)],
  ['int', Int32Array.of(-(2 ** 31), 1, 2, 0), Int32Array.of(2 ** 31 - 1, -2, -3, -1)],
  ['uint', Uint32Array.of(0, 1, 2, 3), Uint32Array.of(2 ** 32 - 1, 2 ** 32 - 2, 2 ** 32 - 3, 2 ** 32 - 4)],
  ['long', BigInt64Array.of(-(2n ** 63n), 1n, 2n, 0n), BigInt64Array.of(2n ** 63n - 1n, -2n, -3n, -1n)],
  [
    'ulong',
    BigUint64Array.of(0n, 1n, 2n, 3n),
    BigUint64Array.of(2n ** 64n - 1n, 2n ** 64n - 2n, 2n ** 64n - 3n, 2n ** 64n - 4n),
  ],
]

for (const [type, given, inverted] of arrays) {
  onOpencl(`arrays of ${type} go to the device and come back, all bits of them`, async t => {
    await profileOf(
      t,
      {
        source: `kernel void invert(global const ${type} *a, global ${type} *b) { int i = get_global_id(0); b[i] = ~a[i]; }`,
        entry: 'invert',
        inputs: () => [input(given), output(given)],
        workgroup: [2],
        grid: [2],
        reference: () => ({ expected: [inverted] }),
        limits: quick,
      },
      {},
    )
    t.pass()
  })
}

const scalars: readonly (readonly [string, KernelArgument, KernelArray])[] = [
  ['int', int32(-(2 ** 31)), Int32Array.of(-(2 ** 31))],
  ['uint', uint32(2 ** 32 - 1), Uint32Array.of(2 ** 32 - 1)],
  ['long', int64(-(2n ** 63n)), BigInt64Array.of(-(2n ** 63n))],
  ['ulong', uint64(2n ** 64n - 1n), BigUint64Array.of(2n ** 64n - 1n)],
  ['float', float32(0.1), Float32Array.of(0.1)],
  ['double', float64(0.1), Float64Array.of(0.1)],
]

for (const [type, given, expected] of scalars) {
  onOpencl(`a scalar of type ${type} is passed by its value`, async t => {
    const source = `kernel void keep(global ${type} *to, const ${type} value, global const char *after) { to[0] = after[0] ? value : 0; }`
    const inputs = (): KernelArgument[] => [output(expected), given, input(Int8Array.of(1))]
    const reference = () => ({ expected: [expected], relative: 0, absolute: 0 })
    await profileOf(t, { source, entry: 'keep', inputs, workgroup: [1], grid: [1], reference, limits: quick }, {})
    t.pass()
  })
}

onOpencl('local memory is as large as its argument says, and shared by a workgroup', async t => {
  const reversal: OpenclDefinition<{ readonly block: number }> = {
    source: `kernel void reverse(global const double *a, global double *b, local double *shared) {
  int i = get_local_id(0), last = get_local_size(0) - 1;
  shared[i] = a[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  b[get_global_id(0)] = shared[last - i];
}`,
    entry: 'reverse',
    inputs: ({ block }) => [
      input(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8)),
      output(new Float64Array(8)),
      local(8 * block),
    ],
    workgroup: ['block'],
    grid: ['8 // block'],
    reference: (_set, { block }) => ({ expected: [block === 4 ? [4, 3, 2, 1, 8, 7, 6, 5] : [8, 7, 6, 5, 4, 3, 2, 1]] }),
    limits: quick,
  }
  await profileOf(t, reversal, { block: 4 })
  await profileOf(t, reversal, { block: 8 })
  t.pass()
})

const SHAPES: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[6], [2]],
  [
    [2, 3],
    [4, 1],
  ],
  [
    [2, 3, 1],
    [1, 2, 3],
  ],
  // An axis of one work item between two others.
  [
    [2, 1, 2],
    [3, 1, 2],
  ],
]

for (const [workgroup, grid] of SHAPES) {
  onOpencl(`a grid of ${grid.join(' x ')} workgroups of ${workgroup.join(' x ')} runs each work item once`, async t => {
    const count = [...workgroup, ...grid].reduce((product, size) => product * size, 1)
    const definition: OpenclDefinition<Config> = {
      source: `kernel void count(global int *seen) {
  int x = get_global_id(0), y = get_global_id(1), z = get_global_id(2);
  seen[x + get_global_size(0) * (y + get_global_size(1) * z)] += 1 + get_local_size(0) + 16 * get_local_size(1) + 256 * get_local_size(2);
}`,
      entry: 'count',
      inputs: () => [inout(new Int32Array(count))],
      workgroup,
      grid,
      reference: () => {
        const [x = 1, y = 1, z = 1] = workgroup
        return { expected: [new Int32Array(count).fill(1 + x + 16 * y + 256 * z)] }
      },
      limits: quick,
    }
    await profileOf(t, definition, {})
    t.pass()
  })
}
