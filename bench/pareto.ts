// Time of the computations of src/pareto, each on points spread over a sphere's part as a front has them; the least of several runs.
//   npm run bench:pareto -- [--json] [--runs 20] [--peer PYTHON]
// PYTHON is an interpreter with `pip install pymoo`: then what pymoo calls for the same, on the same points, stands beside
// (bench/peers/pareto.py), and figures that differ are an error.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { makeRng } from '#src/core/index.js'
import { hypervolume, hypervolumeContributions, nonDominatedSort, type Point } from '#src/pareto/index.js'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '20' },
    peer: { type: 'string' },
  },
})

/** Each answers one number, for the peer to agree with. */
const computations = {
  hypervolume: (points: readonly Point[], reference: Point) => hypervolume(points, reference),
  contributions: (points: readonly Point[], reference: Point) =>
    Math.min(...hypervolumeContributions(points, reference)),
  sorting: (points: readonly Point[]) => nonDominatedSort(points).length,
}

const cases: readonly (readonly [keyof typeof computations, points: number, objectives: number])[] = [
  ['hypervolume', 1000, 2],
  ['hypervolume', 1000, 3],
  ['hypervolume', 100, 4],
  ['hypervolume', 100, 5],
  ['hypervolume', 100, 6],
  ['contributions', 100, 2],
  ['contributions', 1000, 2],
  ['contributions', 100, 3],
  ['contributions', 1000, 3],
  ['contributions', 100, 4],
  ['sorting', 200, 2],
  ['sorting', 200, 3],
  ['sorting', 200, 6],
]

/** On the sphere's part with no negative coordinate, for sorting pushed out of it by up to a half. */
const pointsOf = (name: string, n: number, objectives: number): number[][] => {
  const rng = makeRng(`${name} ${n} ${objectives}`)
  return Array.from({ length: n }, () => {
    const raw = Array.from({ length: objectives }, () => Math.abs(rng.normal()))
    const length = Math.hypot(...raw) / (name === 'sorting' ? 1 + rng.next() / 2 : 1)
    return raw.map(x => x / length)
  })
}

interface Timed {
  readonly ms: number
  readonly answer: number
}

const timed = (compute: () => number): Timed => {
  let [ms, answer] = [Number.POSITIVE_INFINITY, 0]
  for (let run = 0; run < Number(options.runs); run++) {
    const began = performance.now()
    answer = compute()
    ms = Math.min(ms, performance.now() - began)
  }
  return { ms, answer }
}

const main = (): void => {
  const measured = cases.map(([name, n, objectives]) => {
    const points = pointsOf(name, n, objectives)
    const reference = new Array<number>(objectives).fill(1.1)
    const compute = () => computations[name](points, reference)
    return { name, n, objectives, points, reference, ...timed(compute) }
  })
  const peers = options.peer === undefined ? [] : peersOf(options.peer, measured)
  const rows = measured.map(({ points, reference, ...row }, i) => {
    const peer = peers[i]
    if (peer !== undefined && Math.abs(peer.answer - row.answer) > 1e-9 * Math.abs(row.answer))
      throw new Error(`expected ${row.name} of ${row.n} points to be ${peer.answer}, got ${row.answer}`)
    return { ...row, ...(peer && { peerMs: peer.ms }) }
  })
  if (options.json) {
    console.log(JSON.stringify(rows))
    return
  }
  for (const { name, n, objectives, ms, peerMs } of rows) {
    const beside =
      peerMs === undefined ? '' : `   pymoo ${peerMs.toFixed(3)} ms, ${(peerMs / ms).toFixed(2)} times ours`
    const title = `${name.padEnd(14)}${n} points, ${objectives} objectives`.padEnd(44)
    console.log(`${title}${ms.toFixed(3)} ms${beside}`)
  }
}

const peersOf = (python: string, tasks: readonly object[]): readonly Timed[] => {
  const script = join(fileURLToPath(new URL('../../', import.meta.url)), 'bench/peers/pareto.py')
  const { status, stdout, stderr } = spawnSync(python, [script, options.runs], {
    input: JSON.stringify(tasks),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`expected ${script} to run, got ${stderr}`)
  return JSON.parse(stdout) as readonly Timed[]
}

main()
