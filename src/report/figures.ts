import type { Trial } from '../core/index.js'
import { COLOURS, figure, type Point, wantsLog } from './chart.js'
import type { Comparison, ReportObjective, ReportStudy } from './data.js'
import type { Axis } from './drawing.js'
import { counted, withUnit } from './format.js'
import type { Markup } from './markup.js'
import { bestSoFar, objectiveOf, stateOf, type TrialState } from './trials.js'

/** The trials over each pair of objectives, the front joined by the line that nothing measured lies beyond. */
export const frontFigures = async (study: ReportStudy): Promise<readonly Markup[]> => {
  const pairs = study.objectives.flatMap((y, i) => study.objectives.slice(0, i).map(x => [x, y] as const))
  if (!study.trials.some(({ outcome }) => outcome._tag === 'Measured')) return []
  return Promise.all(pairs.map(([x, y]) => frontFigure(study, x, y)))
}

const frontFigure = (study: ReportStudy, x: ReportObjective, y: ReportObjective): Promise<Markup> => {
  const pointsOf = (trials: readonly Trial[]): readonly Point[] =>
    trials.flatMap(trial => {
      const [a, b] = [objectiveOf(trial, x.name), objectiveOf(trial, y.name)]
      return a === undefined || b === undefined ? [] : [{ value: [a, b] as const, trial: trial.number }]
    })
  const front = new Set(study.front)
  const inState = (state: TrialState) =>
    pointsOf(study.trials.filter(trial => stateOf(trial) === state && !front.has(trial.number)))
  const numbered = (number: number | undefined) => pointsOf(study.trials.filter(trial => trial.number === number))
  const frontPoints = pointsOf(study.trials.filter(trial => front.has(trial.number)))
  const missing = study.trials.filter(({ outcome }) => outcome._tag !== 'Measured').length
  return figure(`${y.name} against ${x.name}`, {
    x: axisOf(x, study.trials),
    y: axisOf(y, study.trials),
    series: [
      { label: 'feasible', colour: COLOURS.feasible, shape: 'dot', points: inState('feasible') },
      { label: 'infeasible', colour: COLOURS.infeasible, shape: 'triangle', points: inState('infeasible') },
      // With more than two objectives a front is no staircase in two of them.
      ...(study.objectives.length === 2
        ? [
            {
              label: 'reached',
              colour: COLOURS.front,
              shape: 'line',
              step: x.direction === 'minimize' ? 'end' : 'start',
              points: byX(frontPoints),
            } as const,
          ]
        : []),
      { label: 'Pareto front', colour: COLOURS.front, shape: 'big', points: frontPoints },
      { label: 'baseline', colour: COLOURS.baseline, shape: 'diamond', points: numbered(study.baseline) },
      { label: 'best', colour: COLOURS.ink, shape: 'ring', points: numbered(study.best) },
    ],
    note:
      missing === 0
        ? undefined
        : `${counted(missing, 'trial')} without a measurement (failed or pruned) have no place here.`,
  })
}

/** As points of a line, which has no trials of its own. */
const byX = (points: readonly Point[]): readonly Point[] =>
  points.map(({ value }) => ({ value })).sort((a, b) => a.value[0] - b.value[0])

/** Each objective by trial, with the best so far; and the hypervolume, where it is given. */
export const historyFigures = async (study: ReportStudy): Promise<readonly Markup[]> => {
  if (study.trials.length === 0) return []
  const { hypervolume = [] } = study
  const points = hypervolume.map((value, i): Point => ({ value: [i + 1, value] }))
  return Promise.all([
    ...study.objectives.map(objective => historyFigure(study, objective)),
    ...(points.length === 0
      ? []
      : [
          figure('Hypervolume of the front', {
            x: { name: 'trials told', whole: true },
            y: { name: 'hypervolume' },
            series: [{ label: 'hypervolume', colour: COLOURS.front, shape: 'line', step: 'end', points }],
          }),
        ]),
  ])
}

const historyFigure = (study: ReportStudy, objective: ReportObjective): Promise<Markup> => {
  const trials = [...study.trials].sort((a, b) => a.number - b.number)
  const inState = (state: TrialState): readonly Point[] =>
    trials.flatMap(trial => {
      const value = objectiveOf(trial, objective.name)
      return stateOf(trial) !== state || value === undefined
        ? []
        : [{ value: [trial.number, value], trial: trial.number }]
    })
  const onEdge = (state: TrialState): readonly Point[] =>
    trials.flatMap(trial => (stateOf(trial) === state ? [{ value: [trial.number, 0], trial: trial.number }] : []))
  const best = bestSoFar(trials, objective).flatMap((value, i): readonly Point[] =>
    value === undefined ? [] : [{ value: [trials[i]?.number ?? i, value] }],
  )
  return figure(`${objective.name} by trial`, {
    x: { name: 'trial', whole: true },
    y: axisOf(objective, study.trials),
    series: [
      { label: 'best so far', colour: COLOURS.front, shape: 'line', step: 'end', points: best },
      { label: 'feasible', colour: COLOURS.feasible, shape: 'dot', points: inState('feasible') },
      { label: 'infeasible', colour: COLOURS.infeasible, shape: 'triangle', points: inState('infeasible') },
      { label: 'failed', colour: COLOURS.failed, shape: 'cross', points: onEdge('failed'), onEdge: true },
      { label: 'pruned', colour: COLOURS.failed, shape: 'bar', points: onEdge('pruned'), onEdge: true },
    ],
  })
}

/** One line for each curve, told apart by colour and dash. */
export const comparisonFigure = ({ value, unit, curves }: Comparison): Promise<Markup> =>
  figure(undefined, {
    x: { name: 'trials', whole: true },
    y: {
      name: withUnit(value, unit),
      log: unit !== '' && wantsLog(curves.flatMap(curve => curve.values.filter(isNumber))),
    },
    series: curves.map(({ name, values }, i) => ({
      label: name,
      colour: CURVE_COLOURS[i % CURVE_COLOURS.length] ?? COLOURS.ink,
      shape: CURVE_SHAPES[i % CURVE_SHAPES.length] ?? 'line',
      step: 'end',
      points: values.flatMap((y, trial): readonly Point[] => (y === undefined ? [] : [{ value: [trial + 1, y] }])),
    })),
  })

const CURVE_COLOURS = [COLOURS.front, COLOURS.feasible, COLOURS.baseline, COLOURS.infeasible, COLOURS.ink]
const CURVE_SHAPES = ['line', 'dashed', 'dotted'] as const
const isNumber = (value: number | undefined): value is number => value !== undefined

// A plain ratio, such as an accuracy, is read on a linear axis however far it spreads.
const axisOf = ({ name, unit }: ReportObjective, trials: readonly Trial[]): Axis => ({
  name: withUnit(name, unit),
  log: unit !== '' && wantsLog(trials.map(trial => objectiveOf(trial, name)).filter(isNumber)),
})
