import {
  type Config,
  type Confirmation,
  createStudy,
  type Finding,
  hypervolumeHistory,
  nsga2,
  type Progress,
  random,
  type StudyResult,
} from 'paretune'
import { comparisonBlock, reportStudy, studySection, tableBlock } from 'paretune/report'
import type { Demo, Final } from './demo.js'
import { type DigitsConfig, defaultConfig, freshProfiler, objectives, profiler, space } from './digits/index.js'
import { configText, heading, sentence, short, speedupText, table } from './screen.js'

/** Accuracy that may be given up for speed when a winner is named. */
const TOLERANCE = 0.01
/** An accuracy below which a classifier is of no use to anybody; with the default's latency and size, the corner of the hypervolume. */
const LEAST_ACCURACY = 0.5

/** Accuracy up, latency per image down, size down: NSGA-II, and random search with as many trials. */
export const tuneDigits = async (demo: Demo): Promise<Final> => {
  const { population, generations } = demo.effort
  // The default comes first, and the random configurations that NSGA-II begins with count as its first generation.
  const allTrials = 1 + population * generations
  heading(
    `Digit classifier in tfjs: ${short(space.size)} configurations, ${allTrials} trials each for NSGA-II and random search`,
  )
  console.log(`  default: ${configText(defaultConfig)}`)
  const common = { space, profiler, objectives, baseline: defaultConfig, budget: { trials: allTrials } }
  const evolved = await demo.run({ ...common, name: 'digits/nsga2', agent: nsga2({ population }) }, 'NSGA-II', bestText)
  const chance = await demo.run({ ...common, name: 'digits/random', agent: random() }, 'random ', bestText)

  const baseline = evolved.result.baseline?.objectives ?? {}
  const reference = {
    accuracy: LEAST_ACCURACY,
    imageMs: baseline.imageMs ?? Number.NaN,
    sizeBytes: baseline.sizeBytes ?? Number.NaN,
  }
  const [evolvedVolumes, chanceVolumes] = [volumes(evolved.result, reference), volumes(chance.result, reference)]
  const head = ['generation', 'trials', 'NSGA-II', 'random search']
  const rows = Array.from({ length: generations }, (_, generation) => {
    const trials = 1 + (generation + 1) * population
    return [
      String(generation),
      String(trials),
      ...[evolvedVolumes, chanceVolumes].map(curve => (curve[trials - 1] ?? Number.NaN).toFixed(3)),
    ]
  })
  console.log(`  hypervolume up to 1, beyond accuracy ${LEAST_ACCURACY} and the latency and size of the default:`)
  table(head, rows)

  const front = evolved.result.front.toSorted((a, b) => accuracyOf(b) - accuracyOf(a))
  console.log(`  front of NSGA-II: ${front.length} configurations`)
  table(['accuracy', 'ms per image', 'bytes', 'configuration'], front.map(frontRow))
  for (const [note, count] of notes(evolved.result))
    console.log(`  note: ${note} (${count} of ${evolved.result.trials.length} trials)`)

  const finalists = pickFinalists(front)
  return async () => {
    const confirmation = await demo.confirm(evolved.study, {
      finalists,
      objective: 'imageMs',
      profiler: demo.inTurn(freshProfiler),
    })
    const answer = verdict(confirmation, evolved.study.trials)
    console.log(`  Digit classifier: ${answer}`)
    if (confirmation.winner?.speedup)
      demo.keep({ part: 'digits', config: confirmation.winner.config, speedup: confirmation.winner.speedup })

    return studySection(
      reportStudy(evolved.study, { title: 'Digit classifier', answer: sentence(answer), confirmation }),
      [
        await comparisonBlock({
          title: 'NSGA-II and random search',
          value: 'hypervolume',
          unit: '',
          curves: [
            { name: 'NSGA-II', values: evolvedVolumes },
            { name: 'random search', values: chanceVolumes },
          ],
          answer: `The part of the box beyond accuracy ${LEAST_ACCURACY} and the latency and size of the default that the front dominates.`,
        }),
        tableBlock('Generations: hypervolume', head, rows),
      ],
    )
  }
}

/** Measures the winner and the default again, as the demo did, in a study of its own. */
export const remeasureDigits = async (
  config: Config,
  { effort, inTurn }: Pick<Demo, 'effort' | 'inTurn'>,
): Promise<Confirmation<DigitsConfig>> => {
  const study = await createStudy({
    space,
    profiler: inTurn(freshProfiler),
    baseline: defaultConfig,
    objectives,
    budget: { trials: 1 },
  })
  return study.confirm({ finalists: [config as DigitsConfig], rounds: effort.rounds, objective: 'imageMs' })
}

const accuracyOf = ({ objectives }: Finding): number => objectives.accuracy as number
const imageMsOf = ({ objectives }: Finding): number => objectives.imageMs as number

const bestText = ({ best }: Progress): string =>
  best
    ? `${((best.objectives.accuracy ?? 0) * 100).toFixed(1)}% ${short(best.objectives.imageMs ?? 0)} ms ${short((best.objectives.sizeBytes ?? 0) / 1000)} kB`
    : '-'

const frontRow = ({ objectives, config }: Finding): string[] => [
  (objectives.accuracy as number).toFixed(4),
  short(objectives.imageMs as number),
  String(objectives.sizeBytes),
  configText(config),
]

/** The hypervolume after each trial of the search, as a part of the box between the reference and the best there can be. */
const volumes = (
  { trials }: StudyResult,
  { accuracy, imageMs, sizeBytes }: { accuracy: number; imageMs: number; sizeBytes: number },
): number[] =>
  hypervolumeHistory(trials, [-accuracy, imageMs, sizeBytes]).map(
    volume => volume / ((1 - accuracy) * imageMs * sizeBytes),
  )

/** The fastest two whose accuracy is within the tolerance of the best on the front. */
const pickFinalists = (front: readonly Finding<DigitsConfig>[]): DigitsConfig[] => {
  const best = Math.max(...front.map(accuracyOf))
  return front
    .filter(finding => accuracyOf(finding) >= best - TOLERANCE)
    .toSorted((a, b) => imageMsOf(a) - imageMsOf(b))
    .slice(0, 2)
    .map(({ config }) => config)
}

/** What the profiler had to remark, and on how many trials. */
const notes = ({ trials }: StudyResult): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const { outcome } of trials)
    if (outcome._tag === 'Measured')
      for (const note of outcome.profile.notes ?? [])
        if (/size and/.test(note)) counts.set(note, (counts.get(note) ?? 0) + 1)
  return counts
}

const verdict = ({ winner, rivals }: Confirmation, trials: StudyResult['trials']): string => {
  if (!winner) return 'no finalist could be measured again.'
  const outcome = trials.find(({ number }) => number === winner.trial)?.outcome
  const accuracy = outcome?._tag === 'Measured' ? `accuracy ${outcome.objectives.accuracy?.toFixed(4)}, ` : ''
  const rival =
    rivals.length > 0
      ? ` Not to be told apart from it: ${rivals.map(({ config }) => configText(config)).join('; ')}.`
      : ''
  return `the winner is the fastest within ${TOLERANCE} of the best accuracy, ${configText(winner.config)}, ${accuracy}${speedupText(winner)}.${rival}`
}
