import { show } from '../../core/index.js'
import { ProfileError } from '../failure.js'
import type { CompiledKernel, DeviceArgument, KernelProgram, KernelScalar, Launch } from '../kernel/device.js'
import { type Handle, numberOf, type Opencl, textOf } from './api.js'
import type { OpenclBuffer } from './buffer.js'
import { failing, OpenclError } from './codes.js'
import type { Queue } from './queue.js'

/** What the driver tells of a kernel once it is compiled. */
export const openclFigures = {
  /** Most work items of a workgroup that this kernel can be launched with. */
  maxWorkgroupItems: { unit: 'items', better: 'higher' },
  /** A whole number of these is what the device likes a workgroup to be. */
  preferredMultiple: { unit: 'items' },
  /** Local memory that the source declares, of one workgroup. */
  localBytes: { unit: 'bytes', better: 'lower' },
  privateBytes: { unit: 'bytes', better: 'lower' },
} as const
export type OpenclFigure = keyof typeof openclFigures

/** CL_KERNEL_WORK_GROUP_SIZE and so on */
const FIGURES: readonly (readonly [OpenclFigure, number])[] = [
  ['maxWorkgroupItems', 0x11b0],
  ['preferredMultiple', 0x11b3],
  ['localBytes', 0x11b2],
  ['privateBytes', 0x11b4],
]

/** @throws ProfileError CompileFailed, with the build log */
export const compile = async (open: Queue, program: KernelProgram): Promise<CompiledKernel> => {
  const { opencl, device } = open
  const kernel = await build(open, program)
  return {
    figures: () =>
      Object.fromEntries(
        FIGURES.map(([name, parameter]) => [
          name,
          numberOf(opencl.info('clGetKernelWorkGroupInfo', [kernel, device], parameter)),
        ]),
      ),
    launch: launch => launchKernel(open, kernel, launch),
    release: () => opencl.call('clReleaseKernel', kernel),
  }
}

const build = async ({ opencl, context, device }: Queue, program: KernelProgram): Promise<Handle> => {
  const options = optionsOf(program)
  const built = opencl.create('clCreateProgramWithSource', context, 1, [program.source], null)
  try {
    await opencl.callAside('clBuildProgram', built, 1, BigUint64Array.of(device), options, null, null)
    return opencl.create('clCreateKernel', built, program.entry)
  } catch (thrown) {
    if (!(thrown instanceof OpenclError)) throw thrown
    const { code } = thrown
    const log = textOf(opencl.info('clGetProgramBuildInfo', [built, device], BUILD_LOG))
    const message =
      code === NO_SUCH_KERNEL
        ? `expected a kernel named \`${program.entry}\`, got ${kernelsOf(opencl, built)}`
        : `${thrown.message}, for the options ${show(options)}:\n${log}`
    throw new ProfileError('CompileFailed', message, { details: { code, log, options }, cause: thrown })
  } finally {
    // The kernel keeps what it needs of it.
    opencl.call('clReleaseProgram', built)
  }
}

/** CL_PROGRAM_BUILD_LOG */
const BUILD_LOG = 0x1183
const NO_SUCH_KERNEL = -46

const kernelsOf = (opencl: Opencl, built: Handle): string => {
  const names = textOf(opencl.info('clGetProgramInfo', [built], 0x1168))
  return names === '' ? 'a source without kernels' : names.split(';').join(', ')
}

/** As on the compiler's command line. */
const optionsOf = ({ defines, options }: KernelProgram): string => {
  const written = Object.entries(defines).map(
    ([name, value]) => `-D${name}=${typeof value === 'boolean' ? Number(value) : value}`,
  )
  const split = written.find(define => /[\s"'\\]/.test(define))
  if (split === undefined) return [...written, ...options].join(' ')
  throw new ProfileError(
    'CompileFailed',
    `expected defines without spaces and quotes, at which OpenCL splits its options, got ${split}`,
  )
}

const launchKernel = async (
  { opencl, queue, run }: Queue,
  kernel: Handle,
  { grid, workgroup, args }: Launch,
): Promise<number> => {
  for (const [index, argument] of args.entries()) {
    failing(`argument ${index} of the kernel`, 'RunFailed', () =>
      opencl.call('clSetKernelArg', kernel, index, ...bytesOf(argument)),
    )
  }
  const items = grid.map((groups, axis) => groups * (workgroup[axis] as number))
  const dimensions = 1 + items.findLastIndex((count, axis) => count > 1 || axis === 0)
  const sizes = (extent: readonly number[]) => BigUint64Array.from(extent.slice(0, dimensions), BigInt)
  return failing(`workgroups of ${workgroup.join(' x ')} in a grid of ${grid.join(' x ')}`, 'RunFailed', () =>
    run(
      event => {
        const queued = [queue, kernel, dimensions, null, sizes(items), sizes(workgroup), 0, null, event] as const
        opencl.call('clEnqueueNDRangeKernel', ...queued)
      },
      event => (timeOf(opencl, event, END) - timeOf(opencl, event, START)) / 1e6,
    ),
  )
}

/** CL_PROFILING_COMMAND_START and _END, in nanoseconds. */
const START = 0x1282
const END = 0x1283

const timeOf = (opencl: Opencl, event: Handle, parameter: number): number =>
  numberOf(opencl.info('clGetEventProfilingInfo', [event], parameter))

/** Size and place of an argument's value. */
const bytesOf = (argument: DeviceArgument): [number, ArrayBufferView | null] => {
  if ('localBytes' in argument) return [argument.localBytes, null]
  const value = 'type' in argument ? scalarOf(argument) : BigUint64Array.of((argument as OpenclBuffer).memory)
  return [value.byteLength, value]
}

const scalarOf = ({ type, value }: KernelScalar): ArrayBufferView => {
  switch (type) {
    case 'int32':
      return Int32Array.of(Number(value))
    case 'uint32':
      return Uint32Array.of(Number(value))
    case 'int64':
      return BigInt64Array.of(BigInt(value))
    case 'uint64':
      return BigUint64Array.of(BigInt(value))
    case 'float32':
      return Float32Array.of(Number(value))
    case 'float64':
      return Float64Array.of(Number(value))
  }
}
