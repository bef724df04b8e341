import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { left, right } from '../../core/fp.js'
import { messageOf } from '../../core/index.js'
import type { Instrument, Meter } from './meter.js'

export type CpuEnergyMetric = 'cpuEnergyJ' | 'cpuPowerW'

export interface CpuEnergyOptions {
  /** Where Linux keeps the counters. Default `/sys/class/powercap`. */
  readonly root?: string
}

/**
 * Energy of the processor packages, of the whole machine: `cpuEnergyJ` per run, and `cpuPowerW`, the mean power in the
 * window. From the RAPL counters of Intel and AMD processors by way of Linux's powercap, which move about once a millisecond;
 * memory and the rest of the machine are not in it. The counters are readable by root alone unless the machine says otherwise.
 *
 * @see https://docs.kernel.org/power/powercap/powercap.html
 */
export const cpuEnergy = ({ root = '/sys/class/powercap' }: CpuEnergyOptions = {}): Meter<CpuEnergyMetric> => ({
  name: 'cpuEnergy',
  metrics: [
    { name: 'cpuEnergyJ', unit: 'J', better: 'lower' },
    { name: 'cpuPowerW', unit: 'W', better: 'lower' },
  ],
  open: async () => {
    try {
      const packages = packagesIn(root)
      if (packages.length === 0) return left(`expected a processor package (intel-rapl:N) in ${root}, got none`)
      for (const { energy } of packages) energy()
      return right(instrument(packages))
    } catch (thrown) {
      return left(`expected to read the energy counters in ${root}, got ${messageOf(thrown)}`)
    }
  },
})

interface Package {
  /** What the counter says, in microjoules. */
  readonly energy: () => number
  /** The counter begins at 0 again after this many microjoules. */
  readonly range: number
}

/** The zones that are whole packages: their cores and their graphics are zones within, and `psys` has them all in it. */
const packagesIn = (root: string): Package[] =>
  readdirSync(root)
    .filter(zone => /^intel-rapl:\d+$/.test(zone) && textOf(join(root, zone, 'name')).startsWith('package'))
    .map(zone => ({
      energy: () => numberOf(join(root, zone, 'energy_uj')),
      range: numberOf(join(root, zone, 'max_energy_range_uj')),
    }))

const instrument = (packages: readonly Package[]): Instrument<CpuEnergyMetric> => {
  let seen: number[] = []
  let spent = 0
  const poll = (): void => {
    const now = packages.map(({ energy }) => energy())
    for (const [i, { range }] of packages.entries()) {
      const step = (now[i] ?? 0) - (seen[i] ?? 0)
      spent += step < 0 ? step + range : step
    }
    seen = now
  }
  return {
    start: () => {
      seen = packages.map(({ energy }) => energy())
      spent = 0
    },
    poll,
    stop: ({ wallMs, runs }) => {
      poll()
      // No processor runs on nothing: a counter that stands still has not been updated.
      if (spent === 0) throw new Error(`expected the energy counters to move, they did not in ${wallMs.toFixed(1)} ms`)
      return { metrics: { cpuEnergyJ: spent / 1e6 / runs, cpuPowerW: spent / 1e3 / wallMs } }
    },
  }
}

const textOf = (path: string): string => readFileSync(path, 'utf8').trim()

const numberOf = (path: string): number => {
  const text = textOf(path)
  if (/^\d+$/.test(text)) return Number(text)
  throw new Error(`${path}: expected a whole number, got ${text}`)
}
