import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { left, right } from '../../core/fp.js'
import { type Counters, counting } from './counters.js'
import type { Meter } from './meter.js'
import { systemAnswer } from './system.js'

export type NetworkTrafficMetric = 'netInBytes' | 'netOutBytes' | 'netInBytesPerS' | 'netOutBytesPerS'

export interface NetworkTrafficOptions {
  /** Those to add up, by name. Default: all but the loopback. */
  readonly interfaces?: readonly string[]
}

/**
 * What network interfaces received and sent, whoever it was for: `netInBytes` and `netOutBytes` per run, `netInBytesPerS` and
 * `netOutBytesPerS` in the window. On Linux from /proc/net/dev, for this process's network namespace. Elsewhere from
 * systeminformation, whose answers take up to half a second at each end of a window: what passes in that time is in it too.
 */
export const networkTraffic = ({ interfaces }: NetworkTrafficOptions = {}): Meter<NetworkTrafficMetric> => ({
  name: 'networkTraffic',
  metrics: [
    { name: 'netInBytes', unit: 'bytes', better: 'lower' },
    { name: 'netOutBytes', unit: 'bytes', better: 'lower' },
    { name: 'netInBytesPerS', unit: 'bytes/s' },
    { name: 'netOutBytesPerS', unit: 'bytes/s' },
  ],
  open: async () => {
    const read = process.platform === 'linux' ? passedOnLinux : passedElsewhere
    const there = [...(await read()).keys()]
    const wanted = interfaces ?? there.filter(name => !isLoopback(name))
    const isThere = wanted.length > 0 && wanted.every(name => there.includes(name))
    if (!isThere) {
      const expected = interfaces?.join(', ') ?? 'a network interface besides the loopback'
      return left(`expected ${expected}, got ${there.join(', ') || 'no network interface'}`)
    }
    return right(
      counting(
        read,
        passed => sumOf(wanted.map(name => passed.get(name) ?? [])),
        ([received = Number.NaN, sent = Number.NaN], { wallMs, runs }) => ({
          netInBytes: received / runs,
          netOutBytes: sent / runs,
          netInBytesPerS: (1000 * received) / wallMs,
          netOutBytesPerS: (1000 * sent) / wallMs,
        }),
      ),
    )
  },
})

/** Bytes received and sent by each interface. */
type Passed = ReadonlyMap<string, Counters>

/** @see proc_pid_net(5): two lines of titles, then `name: 16 numbers`, the first and the ninth of them bytes */
const passedOnLinux = (): Passed =>
  new Map(
    readFileSync('/proc/net/dev', 'latin1')
      .trim()
      .split('\n')
      .slice(2)
      .map(line => {
        const [name = '', numbers = ''] = line.split(/:(.*)/)
        const fields = numbers.trim().split(/\s+/).map(Number)
        return [name.trim(), [fields[0] ?? Number.NaN, fields[8] ?? Number.NaN]]
      }),
  )

const statsElsewhere = systemAnswer(system => system.networkStats('*'))

/** By systeminformation, which runs a program for each interface. Tests try it on Linux too. */
export const passedElsewhere = async (): Promise<Passed> => {
  const stats = await statsElsewhere()
  return new Map(stats.map(({ iface, rx_bytes, tx_bytes }) => [iface, [rx_bytes, tx_bytes]]))
}

const isLoopback = (name: string): boolean =>
  name === 'lo' || (networkInterfaces()[name]?.every(({ internal }) => internal) ?? false)

const sumOf = (parts: readonly Counters[]): Counters =>
  [0, 1].map(i => parts.reduce((sum, part) => sum + (part[i] ?? Number.NaN), 0))
