import test from 'ava'
import { ParetuneError, type ProfileFailureTag } from '#src/core/index.js'
import {
  float32,
  input,
  int32,
  output,
  uint32,
  type WebGpuDefinition,
  webgpu,
  webgpuLimits,
} from '#src/profilers/webgpu/index.js'
import { contextOf } from '../context.js'
import { type Block, failureOf, noWebGpu, numbers, profileOf, square, unlessSkipped } from './shaders.js'

const onWebGpu = noWebGpu === undefined ? test.serial : test.serial.skip
const titled = (title: string): string => `${title}${unlessSkipped}`

onWebGpu(titled("one shader runs with the workgroup size of each configuration, by the device's clock"), async t => {
  for (const block of [1, 7, 64]) {
    const { metrics, ops, machine, notes } = await profileOf(t, square, { block })
    const { latencyMs, wallMs, compileMs } = metrics
    if (typeof latencyMs !== 'object' || typeof wallMs !== 'object') throw t.fail('expected measurements')
    t.true(latencyMs.median > 0)
    // The device counts the shader alone, the host the way there and back, too.
    t.true(wallMs.median > latencyMs.median)
    t.true(typeof compileMs === 'number' && compileMs > 0)
    t.is(ops?.[0]?.bytes, 2 * numbers.byteLength)
    t.regex(machine, /; webgpu adapter: .+; webgpu driver: .+; webgpu: \d+\.\d+/)
    t.false(notes?.some(note => note.includes('wall time')))
  }
})

onWebGpu(titled('templated source, scalars of each type and whole numbers'), async t => {
  const definition: WebGpuDefinition<{ readonly items: number; readonly layout: string }> = {
    source: ({ items, layout }) => `
      override offset: i32 = 1; // override commented: u32;
      @group(0) @binding(0) var<storage, read_write> to: array<i32>;
      @group(0) @binding(1) var<uniform> first: i32;
      @group(0) @binding(2) var<uniform> step: u32;
      @group(0) @binding(3) var<uniform> factor: f32;
      @compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u) {
        for (var k = 0u; k < ${items}u; k++) {
          let i = ${layout === 'blocked' ? `${items}u * id.x + k` : 'id.x + 4u * k'};
          to[i] = i32(f32(first + i32(step * i)) * factor) + offset;
        }
      }`,
    entry: 'main',
    constants: { offset: 10 },
    inputs: ({ items }) => [output(new Int32Array(4 * items)), int32(-3), uint32(5), float32(2)],
    workgroup: [4],
    grid: [1],
    reference: (_set, { items }) => ({ expected: [Array.from({ length: 4 * items }, (_, i) => 2 * (5 * i - 3) + 10)] }),
    limits: { timeMs: 1, warmupMs: 0, minSamples: 1 },
  }
  for (const layout of ['blocked', 'strided'])
    for (const items of [1, 5]) await profileOf(t, definition, { items, layout })
  t.pass()
})

onWebGpu(titled('arrays of bytes need not end at a word'), async t => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 5)
  const definition: WebGpuDefinition<Block> = {
    ...square,
    source: `
      @group(0) @binding(0) var<storage, read> words: array<u32>;
      @group(0) @binding(1) var<storage, read_write> copies: array<u32>;
      @compute @workgroup_size(2) fn copy(@builtin(local_invocation_index) i: u32) { copies[i] = words[i]; }`,
    entry: 'copy',
    defines: () => ({}),
    inputs: () => [input(bytes), output(new Uint8Array(5))],
    workgroup: [2],
    grid: [1],
    reference: () => ({ expected: [bytes] }),
  }
  await profileOf(t, definition, { block: 1 })
  t.pass()
})

onWebGpu(titled('a wrong number is WrongOutput'), async t => {
  const failure = await failureOf(t, { ...square, grid: [1] }, { block: 64 })
  t.is(failure._tag, 'WrongOutput')
  t.regex(failure.message, /^output 0: 936 of 1000 numbers are off; the worst is at \[64\]: expected 190096, got NaN/)
})

const failing: readonly [string, Partial<WebGpuDefinition<Block>>, ProfileFailureTag, RegExp][] = [
  [
    'bad syntax',
    { source: 'override block: u32;\nfn square( {' },
    'CompileFailed',
    /^the shader does not compile: 2:12 error: expected '\)'/,
  ],
  ['no such entry point', { entry: 'cube' }, 'CompileFailed', /Entry point ""cube"" doesn't exist/],
  [
    'too much workgroup memory',
    {
      source: `override block: u32; var<workgroup> tile: array<f32, 60000>;
        @compute @workgroup_size(block) fn square() { tile[0] = 1; }`,
    },
    'CompileFailed',
    /workgroup storage \(240000 bytes\) is larger than the maximum/,
  ],
  [
    'an oversized workgroup that the definition does not know of',
    { source: 'override block: u32; @compute @workgroup_size(block * block) fn square() {}' },
    'CompileFailed',
    /workgroup_size\(4096, 1, 1\) that exceeds the maximum/,
  ],
  [
    'another workgroup size than the definition says',
    { workgroup: [32] },
    'RunFailed',
    /^expected @workgroup_size 32, 1, 1 in the shader, as `workgroup` says, got 64, 1, 1$/,
  ],
  [
    'a fraction for a whole number',
    { defines: () => ({ block: 1.5 }) },
    'CompileFailed',
    /^expected a whole number for `override block`, got 1.5$/,
  ],
  ['a text for an override', { defines: () => ({ block: '64' }) }, 'CompileFailed', /for `override block`, got "64"$/],
  [
    'an argument too many',
    { inputs: () => [input(numbers), output(numbers), output(numbers)] },
    'RunFailed',
    /binding index 2 not present/,
  ],
  [
    'an argument too few',
    { inputs: () => [input(numbers)] },
    'RunFailed',
    /Number of entries \(1\) did not match the expected number of entries \(2\)/,
  ],
  [
    'a type that WGSL lacks',
    { inputs: () => [input(numbers), { type: 'float64', value: 1 }] },
    'RunFailed',
    /^expected an array, int32, uint32 or float32 as binding 1, got /,
  ],
  ['too large a grid', { grid: [1e6] }, 'RunFailed', /Dispatch workgroup count X \(1000000\) exceeds/],
]
for (const [what, parts, tag, message] of failing) {
  onWebGpu(titled(`${what} is ${tag}, with the driver's words`), async t => {
    const failure = await failureOf(t, { ...square, ...parts }, { block: 64 })
    t.is(failure._tag, tag, failure.message)
    t.regex(failure.message, message)
    if (tag === 'CompileFailed' && failure.details?.log) t.true(failure.message.endsWith(failure.details.log as string))
  })
}

onWebGpu(titled('a workgroup over the limits of the adapter fails before it is compiled'), async t => {
  const { size, items, sharedBytes } = await webgpuLimits()
  t.true(size.every(most => most >= 1) && items >= size[0] && sharedBytes >= 16384)
  const failure = await failureOf(t, square, { block: size[0] + 1 })
  t.is(
    failure.message,
    `expected workgroup axis x to be a whole number from 1 to ${size[0]}, got ${size[0] + 1} from 'block'`,
  )
})

onWebGpu(
  titled('a value that the source has no override for is InvalidProfiler, unless the source is a template'),
  async t => {
    const definition = square as WebGpuDefinition<Block & { readonly tile: number }>
    const profiler = webgpu(definition)
    const error = await t.throwsAsync(profiler.profile({ block: 64, tile: 2 }, contextOf()), {
      instanceOf: ParetuneError,
      message:
        /^expected the source to declare `override tile`, got block: declare it, leave it out of `defines`, or make/,
    })
    t.is(error.code, 'InvalidProfiler')
    await profiler.close?.()
    await profileOf(t, { ...definition, source: () => definition.source as string }, { block: 64, tile: 2 })
  },
)
