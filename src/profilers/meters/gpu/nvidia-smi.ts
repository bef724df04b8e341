import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { GpuLook, GpuSource } from './source.js'

/** What is asked for, and how many of our units one of theirs is. */
const FIELDS: readonly (readonly [keyof GpuLook, string, number])[] = [
  ['gpuUtilization', 'utilization.gpu', 1 / 100],
  ['gpuMemoryUtilization', 'utilization.memory', 1 / 100],
  ['gpuMemoryBytes', 'memory.used', 2 ** 20],
  ['gpuPowerW', 'power.draw', 1],
  ['gpuTemperatureC', 'temperature.gpu', 1],
  ['gpuClockSmMhz', 'clocks.sm', 1],
  ['gpuClockMemMhz', 'clocks.mem', 1],
]

const TIMEOUT_MS = 5000

/**
 * A GPU by the command `nvidia-smi`, started anew for each look.
 *
 * @param device number, UUID or PCI bus id
 * @throws Error where the command cannot be run, or fails
 */
export const openNvidiaSmi = async (device: number | string): Promise<GpuSource> => {
  const args = [
    `--query-gpu=${FIELDS.map(([, field]) => field).join(',')}`,
    '--format=csv,noheader,nounits',
    `--id=${device}`,
  ]
  const look = async (): Promise<GpuLook> => {
    const { stdout } = await promisify(execFile)('nvidia-smi', args, { timeout: TIMEOUT_MS })
    return parsed(stdout)
  }
  await look()
  return {
    look,
    energyJ: () => 'expected the energy counter of NVML, got nvidia-smi, which has none: see gpuPowerW',
    close: () => {},
  }
}

const parsed = (output: string): GpuLook => {
  const cells = output.trim().split(',')
  if (cells.length !== FIELDS.length) {
    throw new Error(`expected ${FIELDS.length} values from nvidia-smi, got ${JSON.stringify(output.trim())}`)
  }
  const values = FIELDS.map(([name, field, unit], index) => {
    const cell = (cells[index] as string).trim()
    const isNumber = /^\d+(\.\d+)?$/.test(cell)
    return [name, isNumber ? Number(cell) * unit : `expected a number as ${field} of nvidia-smi, got ${cell}`]
  })
  const gpuProcessMemoryBytes = 'expected NVML, which tells the memory of processes, got nvidia-smi'
  return { ...(Object.fromEntries(values) as Omit<GpuLook, 'gpuProcessMemoryBytes'>), gpuProcessMemoryBytes }
}
