import { arch, cpus, platform, release } from 'node:os'

let here: string | undefined

/**
 * The machine and runtime that figures are comparable on, as `key: value` parts joined by `; `: processor and its threads, system,
 * Node.js, and what the profiler adds (device, driver, libraries, each with its version).
 *
 * @example machineFingerprint({ tfjs: '4.22.0' }) // 'cpu: ... x2; system: linux ...; node: v20.20.0; tfjs: 4.22.0'
 */
export const machineFingerprint = (parts: Readonly<Record<string, string>> = {}): string => {
  if (here === undefined) {
    const processors = cpus()
    const model = processors[0]?.model.trim() ?? 'unknown processor'
    here = [
      part('cpu', `${model} x${processors.length}`),
      part('system', `${platform()} ${release()} ${arch()}`),
      part('node', process.version),
    ].join('; ')
  }
  return [here, ...Object.entries(parts).map(([key, value]) => part(key, value))].join('; ')
}

const part = (key: string, value: string): string => `${key}: ${value.replaceAll(';', ',')}`

/**
 * What the machine `now` has otherwise than all those `before` that tell of it, as in `node was v20.20.0 and is now v22.12.0`. A part that none
 * of them tells of (a driver first used now) is no difference.
 */
export const differencesOfMachines = (before: readonly string[], now: string): string[] => {
  const known = before.map(partsOf)
  return [...partsOf(now)].flatMap(([key, value]) => {
    const values = new Set(known.flatMap(parts => parts.get(key) ?? []))
    return values.size === 0 || values.has(value) ? [] : [`${key} was ${[...values].join(' or ')} and is now ${value}`]
  })
}

const partsOf = (fingerprint: string): ReadonlyMap<string, string> =>
  new Map(
    fingerprint.split('; ').map((text): [string, string] => {
      const [key = '', ...value] = text.split(': ')
      return [key, value.join(': ')]
    }),
  )
