import { messageOf, show } from '../../core/index.js'
import { ProfileError } from '../failure.js'
import type { CompiledKernel, DeviceArgument, KernelProgram, KernelScalar, Launch } from '../kernel/device.js'
import type { BoundBuffer } from './buffer.js'
import type { Guard } from './loss.js'
import { stopwatch } from './stopwatch.js'
import { constantsOf, overridesOf, workgroupSizeOf } from './wgsl.js'

/** Makes a compute pipeline. Throws a ProfileError `CompileFailed` with what the compiler said. */
export const compile = async (
  device: GPUDevice,
  guard: Guard,
  { source, entry, defines }: KernelProgram,
): Promise<CompiledKernel> => {
  const constants = constantsOf(overridesOf(source), defines)
  const module = await shaderModule(device, source)
  const pipeline = await pipelineOf(device, { module, entryPoint: entry, constants })
  const size = workgroupSizeOf(source, entry, constants)
  const watch = stopwatch(device)
  const groups = bindGroups(device, pipeline)
  return {
    figures: () => ({}),
    launch: ({ grid, workgroup, args }) =>
      guard(async () => {
        checkSize(size, workgroup)
        const group = await groups.of(args)
        device.pushErrorScope('validation')
        const encoder = device.createCommandEncoder()
        const pass = encoder.beginComputePass(watch.passDescriptor)
        pass.setPipeline(pipeline)
        pass.setBindGroup(0, group)
        pass.dispatchWorkgroups(...grid)
        pass.end()
        const elapsedMs = watch.submit(encoder)
        const fault = device.popErrorScope()
        const [ms] = await Promise.all([elapsedMs, raised(fault)])
        return ms
      }),
    release: () => {
      watch.release()
      groups.release()
    },
  }
}

const shaderModule = async (device: GPUDevice, source: string): Promise<GPUShaderModule> => {
  device.pushErrorScope('validation')
  const module = device.createShaderModule({ code: source })
  const fault = device.popErrorScope()
  const { messages } = await module.getCompilationInfo()
  await fault
  const lines = messages.map(({ type, lineNum, linePos, message }) => `${lineNum}:${linePos} ${type}: ${message}`)
  if (messages.some(({ type }) => type === 'error')) throw compileFailed(lines.join('\n'))
  return module
}

const pipelineOf = async (device: GPUDevice, compute: GPUProgrammableStage): Promise<GPUComputePipeline> => {
  try {
    return await device.createComputePipelineAsync({ layout: 'auto', compute })
  } catch (thrown) {
    throw compileFailed(messageOf(thrown).trim(), thrown)
  }
}

const compileFailed = (log: string, cause?: unknown): ProfileError =>
  new ProfileError('CompileFailed', `the shader does not compile: ${log}`, { details: { log }, cause })

/** The shader alone decides on its workgroup size: a launch by another one is not what the configuration says. */
const checkSize = (size: readonly (number | undefined)[], workgroup: Launch['workgroup']): void => {
  if (size.every((items, axis) => items === undefined || items === workgroup[axis])) return
  const message = `expected @workgroup_size ${workgroup.join(', ')} in the shader, as \`workgroup\` says, got ${size.map(items => items ?? '?').join(', ')}`
  throw new ProfileError('RunFailed', message)
}

/** A bind group for each array of arguments that came, and the uniform buffers of their scalars. */
const bindGroups = (device: GPUDevice, pipeline: GPUComputePipeline) => {
  const groups = new Map<readonly DeviceArgument[], GPUBindGroup>()
  const scalars: GPUBuffer[] = []
  const bufferOf = (arg: DeviceArgument, binding: number): GPUBuffer => {
    if (isBuffer(arg)) return arg.gpuBuffer
    const buffer = scalarBuffer(device, arg, binding)
    scalars.push(buffer)
    return buffer
  }
  return {
    of: async (args: readonly DeviceArgument[]): Promise<GPUBindGroup> => {
      const known = groups.get(args)
      if (known !== undefined) return known
      device.pushErrorScope('validation')
      let group: GPUBindGroup | undefined
      try {
        group = device.createBindGroup({
          layout: pipeline.getBindGroupLayout(0),
          entries: args.map((arg, binding) => ({ binding, resource: { buffer: bufferOf(arg, binding) } })),
        })
      } finally {
        await raised(device.popErrorScope())
      }
      groups.set(args, group)
      return group
    },
    release: () => {
      for (const buffer of scalars) buffer.destroy()
    },
  }
}

const isBuffer = (arg: DeviceArgument): arg is BoundBuffer => 'gpuBuffer' in arg

const scalarBuffer = (device: GPUDevice, arg: DeviceArgument, binding: number): GPUBuffer => {
  const { type, value }: Partial<KernelScalar> = 'type' in arg ? arg : {}
  const kinds = { int32: Int32Array, uint32: Uint32Array, float32: Float32Array } as const
  if (type === undefined || !(type in kinds)) {
    const message = `expected an array, int32, uint32 or float32 as binding ${binding}, got ${show(arg)}`
    throw new ProfileError('RunFailed', message)
  }
  const { UNIFORM, STORAGE } = GPUBufferUsage
  const buffer = device.createBuffer({ size: 4, usage: UNIFORM | STORAGE, mappedAtCreation: true })
  new kinds[type as keyof typeof kinds](buffer.getMappedRange()).set([Number(value)])
  buffer.unmap()
  return buffer
}

const raised = async (scope: Promise<GPUError | null>): Promise<void> => {
  const fault = await scope
  if (fault !== null) throw new ProfileError('RunFailed', fault.message.trim())
}
