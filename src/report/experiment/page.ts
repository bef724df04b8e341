import type { ExperimentSummary } from '../../experiments/summary.js'
import { counted, formatNumber } from '../format.js'
import { html, type Markup } from '../markup.js'
import { htmlReport } from '../page.js'
import type { Block, Section } from '../sections.js'
import { differencesAnswer, experimentAnswer } from './answer.js'
import { criticalDifference } from './critical-difference.js'
import { performancePlot, proposalPlot, targetsPlot, timePlot } from './curves.js'
import { pairsMap, scoresMap } from './heat-maps.js'
import { performancePanels } from './panels.js'
import { overallTable, pairsTable } from './paper-tables.js'
import { problemDetails } from './problem-sections.js'
import { byScore, standingsOf } from './standings.js'
import { type Strokes, strokesOf } from './strokes.js'
import { threeDigits } from './table.js'
import { tableMarkup } from './table-markup.js'

/**
 * An experiment as one self-contained HTML page: what came out first, then the evidence for it. It asks the network for nothing, and
 * everything that comes from outside is escaped. Draws with the package `echarts`; without it the promise is rejected with a
 * ParetuneError (MissingPackage) that says what to install.
 */
export const experimentPage = async (summary: ExperimentSummary): Promise<string> => {
  const strokes = strokesOf(standingsOf(summary).map(({ agent }) => agent))
  return htmlReport({
    title: summary.title,
    answer: experimentAnswer(summary),
    sections: [
      result(summary),
      await performance(summary, strokes),
      differences(summary),
      await problems(summary, strokes),
      reading(summary),
    ],
    footer: `Made by paretune ${summary.version}. A click on the head of a column sorts its table.`,
  })
}

const result = (summary: ExperimentSummary): Section => {
  const { agents, problems, seeds, remarks } = summary
  const runs = agents.length * problems.length * seeds.length
  return {
    title: 'Over all problems',
    answer: `${counted(agents.length, 'agent')} on ${counted(problems.length, 'problem')} with ${counted(seeds.length, 'seed')}: ${counted(runs, 'run')}.`,
    blocks: [
      { title: 'Agents', body: tableMarkup(overallTable(summary)) },
      ...(remarks.length === 0
        ? []
        : [{ title: 'Remarks', body: html`<ul class="remarks">${remarks.map(text => html`<li>${text}</li>`)}</ul>` }]),
    ],
  }
}

const performance = async (summary: ExperimentSummary, strokes: Strokes): Promise<Section> => {
  const [first] = [...standingsOf(summary)].sort((a, b) => lastOf(b.curve.mean) - lastOf(a.curve.mean))
  const [time, panels] = [await timePlot(summary, strokes), performancePanels(summary)]
  return {
    title: 'Performance',
    answer:
      first === undefined || first.curve.mean.length === 0
        ? 'There is nothing to draw.'
        : `At the end of the budget ${first.agent} has gained most: ${threeDigits(lastOf(first.curve.mean))} of the way from random search to the optimum (95% band ${threeDigits(lastOf(first.curve.low))} to ${threeDigits(lastOf(first.curve.high))}).`,
    blocks: [
      block('Curves', [
        figure('Gain by evaluations', await performancePlot(summary, strokes)),
        time && figure('Gain by time', time),
        figure('Targets hit', await targetsPlot(summary, strokes)),
        figure('Time of the agents themselves', await proposalPlot(summary, strokes)),
      ]),
      ...(panels ? [block('Agent by agent', [wide(panels)])] : []),
      block('Scores by problem', [wide(scoresMap(summary))]),
    ],
  }
}

const differences = (summary: ExperimentSummary): Section => {
  const [ranks, pairs] = [criticalDifference(summary), pairsMap(summary)]
  return {
    title: 'Differences',
    answer: differencesAnswer(summary),
    blocks: [
      ...(ranks ? [block('Mean ranks: between agents under one bar no difference was found', [wide(ranks)])] : []),
      ...(pairs
        ? [
            block('Probability of improvement', [wide(pairs)]),
            { title: pairsTable(summary).caption, body: tableMarkup(pairsTable(summary)) },
          ]
        : []),
    ],
  }
}

const problems = async (summary: ExperimentSummary, strokes: Strokes): Promise<Section> => {
  const leader = standingsOf(summary)[0]?.agent
  const wins = summary.problems.filter(problem => byScore(problem)[0]?.agent === leader).length
  const details = await Promise.all(summary.problems.map(problem => problemDetails(summary, problem, strokes)))
  return {
    title: 'Problem by problem',
    answer:
      leader === undefined
        ? ''
        : `${leader} has the highest score on ${wins} of ${counted(summary.problems.length, 'problem')}.`,
    blocks: [{ title: 'Curves, milestones and targets', body: html`${details}` }],
  }
}

const reading = ({ overall, seeds, version }: ExperimentSummary): Section => {
  const words: readonly (readonly [string, string])[] = [
    [
      'gain',
      'After so many evaluations, how far an agent has come from what random search has found then towards the optimum: 0 is as good as random search, 1 is the optimum, below 0 is worse than random search.',
    ],
    [
      'score',
      'The area under the gain over the budget: high for an agent that is good early. Means over seeds, and then over problems.',
    ],
    [
      'interquartile mean',
      'The mean of the middle half of all runs, which outliers cannot sway (Agarwal et al. 2021).',
    ],
    [
      'time score',
      'The same by the time that evaluations cost instead of their number, for recorded problems (Willemsen et al. 2024).',
    ],
    [
      'targets hit',
      `Targets lie ${overall.gaps.map(formatNumber).join(', ')} of the way from where runs begin away from the optimum; the curve is the part of all targets of all runs that was hit by then.`,
    ],
    ['intervals', '95%, by bootstrap: runs are resampled within problems.'],
    ['mean rank', 'Agents are ranked on each problem by their scores, 1 being the best (Demsar 2006).'],
    [
      'effect',
      'Matched-pairs rank-biserial correlation over problems: 1 where one agent is better on all of them, 0 where neither is.',
    ],
    ['seeds', seeds.join(', ')],
    ['paretune', version],
  ]
  return {
    title: 'How to read this',
    answer: 'What the words mean, and what the runs were made with.',
    blocks: [
      {
        title: 'Words',
        body: html`<dl class="words">${words.map(([word, meaning]) => html`<dt>${word}</dt><dd>${meaning}</dd>`)}</dl>`,
      },
    ],
  }
}

const block = (title: string, figures: readonly (Markup | undefined)[]): Block => ({
  title,
  body: html`<div class="figures">${figures}</div>`,
})

const figure = (caption: string, picture: Markup): Markup =>
  html`<figure><figcaption>${caption}</figcaption>${picture}</figure>`

/** A picture that scrolls where the page is too narrow to read it. */
const wide = (picture: Markup): Markup => {
  const [, width = ''] = /viewBox="0 0 (\S+) /.exec(picture.text) ?? []
  return html`<figure class="wide" tabindex="0" style="--width: ${width}px">${picture}</figure>`
}

const lastOf = (values: readonly number[]): number => values.at(-1) ?? Number.NEGATIVE_INFINITY
