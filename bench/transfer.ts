// What policies are worth on problems that they were not trained on, on the recorded kernels; see bench/recorded/contest.ts.
//   npm run bench:transfer -- [--json] [--seeds 20] [--trials 200] [--steps 300000] [--studies 30] [--only operators|ppo] [--remeasure] FILE...
// operators: for each kernel a policy is trained on all other kernels; against a random choice among the same operators.
//   With --remeasure the best configuration once more is an operator too, which is of no use where measurements have no noise.
// ppo: for each file a policy is trained on the same kernel's files of other devices; against random search.
import { parseArgs } from 'node:util'
import { epsilonGreedy, operatorPolicy, type Policy, portfolio, ppo } from '#src/agents/index.js'
import { type Problem, recordedProblem, trainOperatorPolicy, trainPpoPolicy } from '#src/experiments/index.js'
import { random, remeasure, standardOperators } from '#src/search/index.js'
import { filesOf, hold, labelOf } from './recorded/contest.js'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '20' },
    trials: { type: 'string', default: '200' },
    steps: { type: 'string', default: '300000' },
    studies: { type: 'string', default: '30' },
    only: { type: 'string' },
    remeasure: { type: 'boolean', default: false },
  },
})
const [seeds, trials] = [Number(options.seeds), Number(options.trials)]
const operators = options.remeasure ? [...standardOperators(), remeasure()] : standardOperators()

// The same run is there twice, as a cache and as T4 results.
const files = filesOf(positionals).filter(file => !file.includes('_T4'))
const problems = new Map(files.map(file => [file, recordedProblem(file)]))
const kernelOf = (file: string): string => (labelOf(file).split('/').at(-2) as string).replace(/_milo$/, '')
const folderOf = (file: string): string => labelOf(file).split('/').slice(0, -1).join('/')
const problemsOf = (wanted: (file: string) => boolean): Problem[] =>
  files.filter(wanted).map(file => problems.get(file) as Problem)
const fileOf = (problem: Problem): string => files.find(file => problems.get(file) === problem) as string

if (options.only !== 'ppo') {
  const policies = new Map<string, Policy>()
  for (const kernel of new Set(files.map(kernelOf))) {
    const seen = problemsOf(file => kernelOf(file) !== kernel)
    const started = performance.now()
    policies.set(kernel, await trainOperatorPolicy(operators, seen, { steps: Number(options.steps), trials }))
    if (!options.json)
      console.log(`trained without ${kernel} in ${((performance.now() - started) / 1000).toFixed(0)} s`)
  }
  await hold(
    {
      entrants: ['random', 'random choice', 'bandit', 'operator policy'],
      enter: (name, problem) => {
        if (name === 'random') return { agent: random() }
        if (name === 'random choice') return { agent: portfolio(operators, { policy: epsilonGreedy({ epsilon: 1 }) }) }
        if (name === 'bandit') return { agent: portfolio(operators) }
        return { agent: operatorPolicy(operators, { policy: policies.get(kernelOf(fileOf(problem))) as Policy }) }
      },
      references: ['random', 'random choice'],
      seeds,
      trials,
      json: options.json,
    },
    files.map(file => [labelOf(file), problems.get(file) as Problem] as const),
  )
}

if (options.only !== 'operators') {
  const policies = new Map<string, Policy>()
  for (const file of files) {
    const others = problemsOf(other => other !== file && folderOf(other) === folderOf(file))
    if (others.length === 0) continue
    policies.set(file, await trainPpoPolicy(others, { studies: Number(options.studies), trials }))
    if (!options.json) console.log(`trained for ${labelOf(file)} on ${others.length} other devices`)
  }
  await hold(
    {
      entrants: ['random', 'PPO', 'PPO, pre-trained'],
      enter: (name, problem) => {
        if (name === 'random') return { agent: random() }
        return { agent: name === 'PPO' ? ppo() : ppo({ policy: policies.get(fileOf(problem)) as Policy }) }
      },
      references: ['random'],
      seeds,
      trials,
      json: options.json,
    },
    [...policies.keys()].map(file => [labelOf(file), problems.get(file) as Problem] as const),
  )
}
