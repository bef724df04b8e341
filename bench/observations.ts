// What each part of the observation is worth to PPO on recorded spaces: the default observation, without one part each, with others, and
// with next to nothing. Against the default; see bench/recorded/contest.ts.
//   npm run bench:observations -- [--json] [--seeds 10] [--trials 200] FILE...
import { parseArgs } from 'node:util'
import { ppo } from '#src/agents/index.js'
import {
  best,
  budget,
  currentConfig,
  frontSummary,
  history,
  lastProfile,
  type ObservationPart,
  stagnation,
} from '#src/env/index.js'
import { recordedProblem } from '#src/experiments/index.js'
import { filesOf, hold, labelOf } from './recorded/contest.js'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '10' },
    trials: { type: 'string', default: '200' },
  },
})
const [seeds, trials] = [Number(options.seeds), Number(options.trials)]

const parts: Readonly<Record<string, ObservationPart>> = {
  budget: budget(),
  stagnation: stagnation(),
  'last profile': lastProfile(),
  best: best(),
  'last config': currentConfig(),
}
const without = (left: string): readonly ObservationPart[] =>
  Object.entries(parts).flatMap(([name, part]) => (name === left ? [] : [part]))
const sets: Readonly<Record<string, readonly ObservationPart[]>> = {
  default: Object.values(parts),
  ...Object.fromEntries(Object.keys(parts).map(name => [`- ${name}`, without(name)])),
  '+ history': [...Object.values(parts), history(5)],
  '+ front': [...Object.values(parts), frontSummary()],
  'budget alone': [budget()],
}

await hold(
  {
    entrants: Object.keys(sets),
    enter: name => ({ agent: ppo(), observe: sets[name] as readonly ObservationPart[] }),
    references: ['default'],
    seeds,
    trials,
    json: options.json,
  },
  filesOf(positionals).map(file => [labelOf(file), recordedProblem(file)] as const),
)
