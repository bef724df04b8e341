import { ProfileError } from '#src/profilers/index.js'
import type {
  CompiledKernel,
  DeviceArgument,
  DeviceBuffer,
  KernelBackend,
  KernelDevice,
  KernelProgram,
  Launch,
} from '#src/profilers/kernel/device.js'

// A device in memory, whose kernels are functions of JavaScript by the name of their entry.

/** What a kernel gets: its launch, the bytes behind its buffers (guards included), and what was compiled. */
export interface FakeCall {
  readonly launch: Launch
  readonly bytes: (index: number) => Uint8Array
  readonly program: KernelProgram
}

/** Answers the ms that the device claims to have counted. */
export type FakeKernel = (call: FakeCall) => number | Promise<number>

export interface FakeOptions {
  readonly kernels: Readonly<Record<string, FakeKernel>>
  /** Part of the device. */
  readonly device?: Partial<Pick<KernelDevice, 'notes' | 'guardBytes' | 'flushCaches'>>
  /** Thrown by the buffer of this number, counted from 0 over the device's life. */
  readonly failingBuffer?: number
}

export interface Fake {
  readonly backend: KernelBackend<'registers'>
  /** What happened, in order: `open`, `write 0`, `launch 0,1`, ... */
  readonly log: string[]
  /** Things that are there now. */
  readonly alive: { devices: number; kernels: number; buffers: number }
  /** Makes the device that is open say that it is lost. */
  lose(): void
}

export const fakeBackend = ({ kernels, device: parts = {}, failingBuffer = -1 }: FakeOptions): Fake => {
  const log: string[] = []
  const alive = { devices: 0, kernels: 0, buffers: 0 }
  let lose = (): void => {}
  const open = async (): Promise<KernelDevice> => {
    log.push('open')
    alive.devices++
    let lost: string | undefined
    let made = 0
    lose = () => {
      lost = 'taken away'
    }
    return {
      machine: { fake: '1.0' },
      limits: { size: [1024, 1024, 64], items: 1024, sharedBytes: 4096 },
      ...parts,
      get lost() {
        return lost
      },
      compile: async program => {
        const kernel = kernels[program.entry]
        if (kernel === undefined) {
          throw new ProfileError('CompileFailed', `no kernel ${program.entry}`, { details: { log: program.source } })
        }
        alive.kernels++
        return compiled(kernel, program)
      },
      buffer: byteLength => {
        if (made === failingBuffer) throw new ProfileError('OutOfMemory', `no room for ${byteLength} bytes`)
        alive.buffers++
        return fakeBuffer(byteLength, made++)
      },
      close: async () => {
        log.push('close')
        alive.devices--
      },
    }
  }
  const compiled = (kernel: FakeKernel, program: KernelProgram): CompiledKernel => ({
    figures: ({ workgroup }) => ({ registers: 10 * workgroup[0] }),
    launch: async launch => {
      log.push(`launch ${launch.args.flatMap(arg => (isFake(arg) ? [arg.id] : [])).join()}`)
      const bytes = (index: number): Uint8Array => {
        const arg = launch.args[index]
        if (arg === undefined || !isFake(arg)) throw new TypeError(`argument ${index} is no buffer`)
        return arg.bytes
      }
      return kernel({ launch, bytes, program })
    },
    release: () => {
      alive.kernels--
    },
  })
  const fakeBuffer = (byteLength: number, id: number): FakeBuffer => {
    const bytes = new Uint8Array(byteLength)
    return {
      id,
      bytes,
      byteLength,
      write: async data => {
        log.push(`write ${id}`)
        bytes.set(data)
      },
      read: async () => bytes.slice(),
      release: () => {
        alive.buffers--
      },
    }
  }
  return {
    backend: { name: 'fake', figures: { registers: { unit: '', better: 'lower' } }, open },
    log,
    alive,
    lose: () => lose(),
  }
}

interface FakeBuffer extends DeviceBuffer {
  readonly id: number
  readonly bytes: Uint8Array
}

const isFake = (arg: DeviceArgument): arg is FakeBuffer => 'bytes' in arg
