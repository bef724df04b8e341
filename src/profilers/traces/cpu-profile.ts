import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HotSpot } from '../../core/index.js'
import type { CpuProfile, TimeSpan } from './stack-sampler.js'

type Node = CpuProfile['nodes'][number]

/** A function that is shown: all places of the call tree that stand for it. */
interface Spot {
  readonly name: string
  readonly place: string
  readonly isOurs: boolean
  selfMs: number
  totalMs: number
  samples: number
}

/** Where this package's modules are, as they were compiled or in its own bundle. Another's bundle has everybody's code in one place. */
const OURS = import.meta.url.endsWith('/profilers/traces/cpu-profile.js')
  ? new URL('../../', import.meta.url).href
  : /\/paretune-[0-9A-Z]{8}\.js$/.test(import.meta.url)
    ? new URL('./', import.meta.url).href
    : undefined

/** What a CPU profile shows, by function. */
export const spotsOf = (
  profile: CpuProfile,
  {
    internals = false,
    top = 25,
    span,
  }: { readonly internals?: boolean; readonly top?: number; readonly span?: TimeSpan } = {},
): readonly HotSpot[] => {
  const spots = new Map<string, Spot>()
  const spotOf = (node: Node): Spot => {
    const { name, place } = frameOf(node)
    const key = `${name} ${place}`
    const spot = spots.get(key) ?? { name, place, isOurs: isOurs(node), selfMs: 0, totalMs: 0, samples: 0 }
    spots.set(key, spot)
    return spot
  }
  const times = timesOf(profile, span)
  const nodes = new Map(profile.nodes.map(node => [node.id, node]))
  const visit = (node: Node, callers: readonly Spot[]): void => {
    // What sampling itself takes.
    if (!internals && node.callFrame.url === 'node:inspector') return
    const { ms = 0, samples = 0 } = times.get(node.id) ?? {}
    const caller = callers.at(-1)
    const isHidden = isNobodys(node) || (!internals && caller !== undefined && isInternal(node))
    const spot = isHidden ? caller : spotOf(node)
    if (spot) {
      spot.selfMs += ms
      spot.samples += samples
    }
    const line = spot && spot !== caller ? [...callers, spot] : callers
    // A function that calls itself is on the line more than once.
    for (const each of new Set(line)) each.totalMs += ms
    for (const child of node.children ?? []) {
      const called = nodes.get(child)
      if (called) visit(called, line)
    }
  }
  const [root] = profile.nodes
  if (root) visit(root, [])
  const shown = [...spots.values()]
  const allMs = shown.reduce((sum, { selfMs }) => sum + selfMs, 0)
  return (
    shown
      // That Paretune's functions call the program's goes without saying.
      .filter(spot => (spot.isOurs && !internals ? spot.selfMs : spot.totalMs) > 0)
      .map(({ isOurs: _, ...spot }) => ({ ...spot, share: allMs > 0 ? spot.selfMs / allMs : 0 }))
      .sort((a, b) => b.selfMs - a.selfMs || b.totalMs - a.totalMs)
      .slice(0, top)
  )
}

/** Each sample lasts until the next one. */
const timesOf = ({ samples = [], timeDeltas = [], startTime, endTime }: CpuProfile, span?: TimeSpan) => {
  const times = new Map<number, { ms: number; samples: number }>()
  let at = startTime
  samples.forEach((id, i) => {
    at += timeDeltas[i] ?? 0
    const sinceMs = (at - startTime) / 1000
    if (span && (sinceMs < span.fromMs || sinceMs >= span.toMs)) return
    const lastsUs = timeDeltas[i + 1] ?? endTime - at
    const time = times.get(id) ?? { ms: 0, samples: 0 }
    time.ms += Math.max(0, lastsUs) / 1000
    time.samples += 1
    times.set(id, time)
  })
  return times
}

/** What is at the root of the call tree, and the time that nothing ran. */
const isNobodys = ({ callFrame: { url, functionName } }: Node): boolean =>
  url === '' && (functionName === '(root)' || functionName === '(idle)')

const isOurs = ({ callFrame: { url } }: Node): boolean => OURS !== undefined && url.startsWith(OURS)

/** Node's own JavaScript, and native functions; `(garbage collector)` and its like stand for themselves. */
const isInternal = ({ callFrame: { url, functionName } }: Node): boolean =>
  url.startsWith('node:') || (url === '' && !/^\(.*\)$/.test(functionName))

const frameOf = ({ callFrame: { url, functionName, lineNumber, columnNumber } }: Node) => ({
  name: functionName || '(anonymous)',
  place: url === '' ? '' : `${url.startsWith('file:') ? pathOf(url) : url}:${lineNumber + 1}:${columnNumber + 1}`,
})

/** As one would write it: from the working directory where it lies below, a package from `node_modules` on. */
const pathOf = (url: string): string => {
  const path = fileURLToPath(url)
  const [inPackage] = /node_modules[\\/](?!.*node_modules[\\/]).*/.exec(path) ?? []
  if (inPackage !== undefined) return inPackage
  const below = relative(process.cwd(), path)
  return below.startsWith('..') ? path : below
}
