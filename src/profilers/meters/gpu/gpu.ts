import { left, right } from '../../../core/fp.js'
import { messageOf } from '../../../core/index.js'
import type { Instrument, Meter, Reading } from '../meter.js'
import { ProcessTree } from '../process-tree.js'
import { openNvidiaSmi } from './nvidia-smi.js'
import { NoNvml, NVML_FILES, openNvml } from './nvml.js'
import type { GpuLook, GpuSource } from './source.js'

export type GpuMetric = keyof GpuLook | 'gpuEnergyJ'

export interface GpuOptions {
  /** Number as `nvidia-smi` counts (CUDA may count otherwise), UUID (`GPU-...`) or PCI bus id (as `cudaDevices` tells). Default 0. */
  readonly device?: number | string
  /** File of NVML. Default: `libnvidia-ml.so.1`, by the loader and in the usual folders. */
  readonly library?: string
}

/**
 * An NVIDIA GPU, by NVML, or by the command `nvidia-smi` where that library cannot be loaded. Over the looks in the window:
 * - means: `gpuUtilization` and `gpuMemoryUtilization` (parts of the time, as of the driver's own last fraction of a second),
 *   `gpuPowerW`, `gpuClockSmMhz`, `gpuClockMemMhz`;
 * - the highest: `gpuMemoryBytes` (in use by all processes), `gpuProcessMemoryBytes` (by the one metered), `gpuTemperatureC`;
 * - `gpuEnergyJ` per run, from the GPU's counter (since Volta).
 *
 * All but the process's memory is of the whole device, whoever uses it.
 *
 * @see https://docs.nvidia.com/deploy/nvml-api/group__nvmlDeviceQueries.html
 */
export const gpu = ({ device = 0, library }: GpuOptions = {}): Meter<GpuMetric> => ({
  name: 'gpu',
  metrics: [
    { name: 'gpuUtilization', unit: '' },
    { name: 'gpuMemoryUtilization', unit: '' },
    { name: 'gpuMemoryBytes', unit: 'bytes', better: 'lower' },
    { name: 'gpuProcessMemoryBytes', unit: 'bytes', better: 'lower' },
    { name: 'gpuPowerW', unit: 'W', better: 'lower' },
    { name: 'gpuEnergyJ', unit: 'J', better: 'lower' },
    { name: 'gpuTemperatureC', unit: 'C', better: 'lower' },
    { name: 'gpuClockSmMhz', unit: 'MHz' },
    { name: 'gpuClockMemMhz', unit: 'MHz' },
  ],
  open: async () => {
    const source = await openSource(device, library === undefined ? NVML_FILES : [library])
    return typeof source === 'string' ? left(source) : right(instrument(source))
  },
})

const openSource = async (device: number | string, files: readonly string[]): Promise<GpuSource | string> => {
  try {
    return await openNvml(files, device)
  } catch (noNvml) {
    if (!(noNvml instanceof NoNvml)) return messageOf(noNvml)
    try {
      return await openNvidiaSmi(device)
    } catch (noCommand) {
      return `expected NVML or the command nvidia-smi, got neither: ${noNvml.message}; ${messageOf(noCommand).trim()}`
    }
  }
}

const KEPT: Readonly<Record<keyof GpuLook, 'mean' | 'highest'>> = {
  gpuUtilization: 'mean',
  gpuMemoryUtilization: 'mean',
  gpuMemoryBytes: 'highest',
  gpuProcessMemoryBytes: 'highest',
  gpuPowerW: 'mean',
  gpuTemperatureC: 'highest',
  gpuClockSmMhz: 'mean',
  gpuClockMemMhz: 'mean',
}

/** The driver renews its figures every 20 ms at most, and looking takes time from what is measured: a tenth of it and no more. */
const LOOK_EVERY_MS = 20
const LOOK_SHARE = 0.1

const instrument = (source: GpuSource): Instrument<GpuMetric> => {
  let looks: GpuLook[] = []
  let energyBefore: number | string = 0
  let tree: ProcessTree | undefined
  let restUntilMs = 0
  const end = (): void => {
    tree?.close()
    tree = undefined
  }
  const look = async (): Promise<void> => {
    const beganMs = performance.now()
    looks.push(await source.look(tree?.read('stat').map(({ pid }) => pid) ?? [process.pid]))
    const endedMs = performance.now()
    restUntilMs = endedMs + Math.max(LOOK_EVERY_MS, (endedMs - beganMs) / LOOK_SHARE)
  }
  return {
    start: pid => {
      end()
      if (pid !== undefined) tree = new ProcessTree(pid)
      looks = []
      restUntilMs = 0
      energyBefore = source.energyJ()
    },
    poll: () => (performance.now() < restUntilMs ? undefined : look()),
    stop: async ({ wallMs, runs }) => {
      const energyJ = difference(energyBefore, source.energyJ(), wallMs)
      await look()
      end()
      const kept = Object.keys(KEPT) as (keyof GpuLook)[]
      return readingOf([
        ...kept.map(name => [name, summary(looks, name)] as const),
        ['gpuEnergyJ', typeof energyJ === 'number' ? energyJ / runs : energyJ],
      ])
    },
    close: () => {
      end()
      source.close()
    },
  }
}

const difference = (before: number | string, after: number | string, wallMs: number): number | string => {
  if (typeof before === 'string') return before
  if (typeof after === 'string') return after
  // No GPU runs on nothing: a counter that stands still has not been updated.
  return after > before
    ? after - before
    : `expected the GPU's energy counter to move, it did not in ${wallMs.toFixed(1)} ms`
}

const summary = (looks: readonly GpuLook[], name: keyof GpuLook): number | string => {
  const values = looks.map(look => look[name])
  const numbers = values.filter(value => typeof value === 'number')
  if (numbers.length === 0) return String(values.at(-1))
  if (KEPT[name] === 'highest') return Math.max(...numbers)
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}

const readingOf = (values: readonly (readonly [GpuMetric, number | string])[]): Reading<GpuMetric> => ({
  metrics: Object.fromEntries(values.filter(([, value]) => typeof value === 'number')),
  absent: Object.fromEntries(values.filter(([, value]) => typeof value === 'string')),
})
