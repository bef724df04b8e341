import {
  type Config,
  type Confirmation,
  createStudy,
  minimize,
  type Profiler,
  random,
  type Space,
  type StudyResult,
  speedup,
  type Trial,
  ucb1,
} from 'paretune'
import { comparisonBlock, reportStudy, studySection, tableBlock } from 'paretune/report'
import type { Demo, Final, Winner } from './demo.js'
import { configText, heading, sentence, short, speedupText, table } from './screen.js'

/** A gpu.js kernel that can be tuned. */
export interface Kernel<C extends Config> {
  readonly space: Space<C>
  readonly profiler: Profiler<C, 'latencyMs' | 'throughput' | 'compileMs'>
  /** Measures in a new process each time, for finalists. */
  readonly freshProfiler: Kernel<C>['profiler']
  readonly defaultConfig: C
}

/**
 * A bandit and random search side by side over at most two dozen arms. One measurement is a noisy one: UCB1 comes back to the arms that look
 * good, random search pulls any arm at any time.
 */
export const tuneKernel = async <C extends Config>(
  demo: Demo,
  part: Winner['part'],
  title: string,
  kernel: Kernel<C>,
): Promise<Final> => {
  const { space, profiler, defaultConfig: baseline } = kernel
  const { pulls } = demo.effort
  heading(`${title}: ${space.count()} arms, ${pulls} pulls each for UCB1 and random search`)
  console.log(`  default: ${configText(baseline)}`)
  const common = {
    space,
    profiler,
    baseline,
    objectives: { latency: minimize<'latencyMs'>('latencyMs') },
    reward: speedup(),
    budget: { trials: pulls },
  }
  const bandit = await demo.run(
    { ...common, name: `${part}/ucb1`, agent: ucb1({ exploration: 0.5 }) },
    'UCB1  ',
    bestLatency,
  )
  const chance = await demo.run(
    { ...common, name: `${part}/random`, agent: random({ repeat: true }) },
    'random',
    bestLatency,
  )

  const rows = [bandit.result, chance.result].map((result, i) => {
    const best = result.best
    return [
      i === 0 ? 'UCB1' : 'random',
      `${short(best?.objectives.latency ?? Number.NaN)} ms`,
      String(best?.trials.length ?? 0),
      `${short(runningMean(latencies(result.trials)).at(-1) ?? Number.NaN)} ms`,
      configText(best?.config ?? {}),
    ]
  })
  const head = ['agent', 'best median', 'pulls of it', 'mean over all pulls', 'configuration']
  table(head, rows)

  const finalists = distinct(space, [
    bandit.result.best?.config,
    chance.result.best?.config,
    ...leaders(bandit.result, 2),
  ]).slice(0, 2)
  return async () => {
    const confirmation = await demo.confirm(bandit.study, { finalists, profiler: demo.inTurn(kernel.freshProfiler) })
    const answer = verdict(confirmation)
    console.log(`  ${title}: ${answer}`)
    if (confirmation.winner?.speedup)
      demo.keep({ part, config: confirmation.winner.config, speedup: confirmation.winner.speedup })

    return studySection(reportStudy(bandit.study, { title, answer: sentence(answer), confirmation }), [
      await comparisonBlock({
        title: 'UCB1 and random search, side by side',
        value: 'latency, mean over the pulls so far',
        unit: 'ms',
        curves: [bandit, chance].map(({ study }) => ({
          name: study.header.agent,
          values: runningMean(latencies(study.trials)),
        })),
        answer: 'The bandit learns to pull fast arms, so that its mean falls; random search goes on pulling slow ones.',
      }),
      tableBlock('The two agents', head, rows),
    ])
  }
}

/** Measures a winner and the default again, as the demo did, in a study of its own. */
export const remeasureKernel = async <C extends Config>(
  { space, freshProfiler, defaultConfig }: Kernel<C>,
  config: Config,
  { effort, inTurn }: Pick<Demo, 'effort' | 'inTurn'>,
): Promise<Confirmation<C>> => {
  const study = await createStudy({
    space,
    profiler: inTurn(freshProfiler),
    baseline: defaultConfig,
    objectives: { latency: minimize('latencyMs') },
    budget: { trials: 1 },
  })
  return study.confirm({ finalists: [config as C], rounds: effort.rounds })
}

const bestLatency = ({
  best,
}: {
  readonly best?: { readonly objectives: Readonly<Record<string, number>> }
}): string => (best ? `${short(best.objectives.latency ?? Number.NaN)} ms` : '-')

/** The latency of each trial that was measured. */
const latencies = (trials: readonly Trial[]): number[] =>
  trials.flatMap(({ outcome }) => (outcome._tag === 'Measured' ? [outcome.objectives.latency as number] : []))

const runningMean = (values: readonly number[]): number[] => {
  let sum = 0
  return values.map((value, i) => {
    sum += value
    return sum / (i + 1)
  })
}

/** The configurations that were pulled most: where the bandit put its trust. */
const leaders = <C extends Config>({ trials }: StudyResult<C>, count: number): C[] => {
  const pulls = new Map<string, { config: C; count: number }>()
  for (const { fingerprint, config } of trials)
    pulls.set(fingerprint, { config, count: (pulls.get(fingerprint)?.count ?? 0) + 1 })
  return [...pulls.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, count)
    .map(({ config }) => config)
}

const distinct = <C extends Config>(space: Space<C>, configs: readonly (C | undefined)[]): C[] => [
  ...new Map(
    configs.filter(config => config !== undefined).map(config => [space.fingerprint(config), config]),
  ).values(),
]

const verdict = ({ winner, rivals }: Confirmation): string => {
  if (!winner) return 'no finalist could be measured again.'
  const rival =
    rivals.length > 0
      ? ` Not to be told apart from it: ${rivals.map(({ config }) => configText(config)).join('; ')}.`
      : ''
  return `the winner is ${configText(winner.config)}, ${speedupText(winner)}.${rival}`
}
