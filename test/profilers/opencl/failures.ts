import { type Config, ParetuneError } from '#src/core/index.js'
import { float64, type OpenclDefinition, opencl, output } from '#src/profilers/opencl/index.js'
import { contextOf } from '../context.js'
import { failureOf, onOpencl } from './on-opencl.js'
import { quick, scaling } from './scaling.js'

const CONFIG = { items: 16, factor: 2 }

onOpencl('a source that does not compile fails with the build log', async t => {
  const source = 'kernel void scale(global float *a, global float *b) {\n  b[0] = unheard_of;\n}'
  const failure = await failureOf(t, { ...scaling, source }, CONFIG)
  t.is(failure._tag, 'CompileFailed')
  t.regex(failure.message, /CL_BUILD_PROGRAM_FAILURE \(-11\), for the options "-Dn=1024 -Ditems=16 -Dfactor=2":\n/)
  t.regex(failure.message, /:2:10: .*unheard_of/)
  t.regex(String(failure.details?.log), /unheard_of/)
})

onOpencl('a kernel name that the source lacks fails with those that it has', async t => {
  const failure = await failureOf(t, { ...scaling, entry: 'scales' }, CONFIG)
  t.is(failure._tag, 'CompileFailed')
  t.is(failure.message, 'expected a kernel named `scales`, got scale')
})

onOpencl('options that the compiler does not know fail by name', async t => {
  const failure = await failureOf(t, { ...scaling, options: () => ['-no-such-option'] }, CONFIG)
  t.is(failure._tag, 'CompileFailed')
  t.regex(failure.message, /CL_INVALID_BUILD_OPTIONS \(-43\)/)
})

onOpencl('a define with a space, at which OpenCL would split it, is refused', async t => {
  const failure = await failureOf(t, { ...scaling, defines: () => ({ factor: '1 + 1' }) }, CONFIG)
  t.is(failure._tag, 'CompileFailed')
  t.regex(failure.message, /expected defines without spaces and quotes, .*got -Dfactor=1 \+ 1$/)
})

onOpencl('a workgroup unlike the one that the kernel requires fails by the name of the error', async t => {
  const source = `__attribute__((reqd_work_group_size(8, 1, 1)))\n${scaling.source}`
  const failure = await failureOf(t, { ...scaling, source }, CONFIG)
  t.is(failure._tag, 'RunFailed')
  t.regex(failure.message, /CL_INVALID_WORK_GROUP_SIZE \(-54\), for workgroups of 16 x 1 x 1 in a grid of 64 x 1 x 1$/)
})

onOpencl('an argument of another size than the kernel declares fails by its place', async t => {
  const single: OpenclDefinition<Config> = {
    source: 'kernel void fill(global float *a, float value) { a[get_global_id(0)] = value; }',
    entry: 'fill',
    inputs: () => [output(new Float32Array(16)), float64(1)],
    workgroup: [16],
    grid: [1],
    limits: quick,
  }
  const failure = await failureOf(t, single, {})
  t.is(failure._tag, 'RunFailed')
  t.regex(failure.message, /CL_INVALID_ARG_SIZE \(-51\), for argument 1 of the kernel$/)
  const missing = await failureOf(t, { ...single, inputs: () => [output(new Float32Array(16))] }, {})
  t.is(missing._tag, 'RunFailed')
  t.regex(missing.message, /CL_INVALID_KERNEL_ARGS \(-52\)/)
})

onOpencl('wrong numbers, numbers past the end and no numbers at all are wrong outputs', async t => {
  const wrong = await failureOf(t, { ...scaling, defines: () => ({ factor: 3 }) }, CONFIG)
  t.is(wrong._tag, 'WrongOutput')
  t.regex(wrong.message, /1023 of 1024 numbers are off/)
  // What is past the end of its input might be anything, the bytes that are looked for too: it writes a number of its own.
  const ones = 'kernel void scale(global float *a, global float *b) { b[get_global_id(0)] = 1; }'
  const beyond = await failureOf(t, { ...scaling, source: ones, grid: ['n // items + 1'] }, CONFIG)
  t.is(beyond._tag, 'WrongOutput')
  t.regex(beyond.message, /0 bytes past its end/)
  const nothing = await failureOf(
    t,
    { ...scaling, source: 'kernel void scale(global float *a, global float *b) {}' },
    CONFIG,
  )
  t.is(nothing._tag, 'WrongOutput')
})

onOpencl('a device that there is not ends the study, since no configuration would fare better', async t => {
  const profiler = opencl({ ...scaling, device: 'no such device' })
  const error = await t.throwsAsync(profiler.profile(CONFIG, contextOf())(), { instanceOf: ParetuneError })
  t.is(error.code, 'InvalidProfiler')
  t.regex(error.message, /^expected an OpenCL device "no such device", got 0: /)
  await profiler.close?.()
})
