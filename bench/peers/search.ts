// What the strategies of Optuna and pymoo cost: runs bench/peers/search.py.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Space } from '#src/space/index.js'

/** The like of our strategies, by their names in bench/search/strategies.ts. */
const PEERS: Readonly<Record<string, readonly string[]>> = {
  random: ['Optuna RandomSampler'],
  genetic: ['pymoo GA'],
  'differential evolution': ['pymoo DE'],
  'CMA-ES': ['pymoo CMAES', 'Optuna CmaEsSampler'],
  TPE: ['Optuna TPESampler'],
  'TPE, 2 objectives': ['Optuna TPESampler, 2 objectives'],
  Bayesian: ['Optuna GPSampler'],
  'NSGA-II': ['Optuna NSGAIISampler'],
  'NSGA-II, 2 objectives': ['Optuna NSGAIISampler, 2 objectives', 'pymoo NSGA2, 2 objectives'],
}

export const peersOf = (strategy: string): readonly string[] => PEERS[strategy] ?? []

interface PeerFigures {
  /** Microseconds a trial at each number of trials; null where it was not reached. */
  readonly us: Readonly<Record<string, readonly (number | null)[]>>
  /** Why a peer did not run. */
  readonly skipped: Readonly<Record<string, string>>
}

interface PeerRun {
  readonly names: readonly string[]
  readonly space: Space
  readonly marks: readonly number[]
  readonly seconds: number
  /** The processor's time in place of the clock's. */
  readonly cpu: boolean
  readonly seed: number
}

export const peerFigures = (python: string, { space, ...given }: PeerRun): PeerFigures => {
  const program = fileURLToPath(new URL('../../../bench/peers/search.py', import.meta.url))
  const parameters = space.names.map(name => ({ name, ...space.parameters[name] }))
  const { status, stdout, stderr } = spawnSync(python, [program], {
    encoding: 'utf8',
    input: JSON.stringify({ ...given, parameters }),
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  })
  if (status !== 0) throw new Error(`expected ${program} to run, got ${stderr}`)
  return JSON.parse(stdout) as PeerFigures
}
