import type { AgentOverall, ExperimentSummary } from '../../experiments/summary.js'
import { counted } from '../format.js'
import { isSignificant, LEVEL, lowestPValue, pairOf, standingsOf } from './standings.js'
import { formatPValue, threeDigits } from './table.js'

/** Which agent leads, by how much, and whether that is more than chance. */
export const experimentAnswer = (summary: ExperimentSummary): string => {
  const [leader, second] = standingsOf(summary)
  if (leader === undefined) return 'No agent has run.'
  const { value, low, high } = leader.score
  const score = `a mean score of ${threeDigits(value)} (95% interval ${threeDigits(low)} to ${threeDigits(high)})`
  const scope = `${counted(summary.problems.length, 'problem')} and ${counted(summary.seeds.length, 'seed')}`
  if (second === undefined) return `${leader.agent} ran alone: ${score} over ${scope}.`
  const ahead = threeDigits(value - second.score.value)
  return `${leader.agent} leads with ${score} over ${scope}, ${ahead === '0.000' ? 'level with' : `${ahead} ahead of`} ${second.agent}. ${certainty(summary, leader, second)}`
}

const certainty = (summary: ExperimentSummary, leader: AgentOverall, second: AgentOverall): string => {
  const pair = pairOf(summary, leader.agent, second.agent)
  if (pair === undefined) return 'No test was made of the difference.'
  const found = `${isSignificant(pair) ? 'significant' : 'not significant'} (${equation(pair.adjustedPValue)}, Wilcoxon's signed-rank test over problems with Holm's correction)`
  const { value, low, high } = pair.improvement
  return `The difference is ${found}: a run of ${leader.agent} scores higher than one of ${second.agent} with probability ${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}).`
}

/** Whether agents differ at all, and from how many the leader does. */
export const differencesAnswer = (summary: ExperimentSummary): string => {
  const { friedman } = summary.overall
  const [leader, ...others] = standingsOf(summary)
  const worse = others.filter(({ agent }) => isSignificant(pairOf(summary, leader?.agent ?? '', agent))).length
  const found =
    friedman === null
      ? 'There is no test of all agents together, which takes two agents and two problems.'
      : `Friedman's test finds ${friedman.fPValue <= LEVEL ? 'that the agents differ' : 'no difference between the agents'} (${equation(friedman.fPValue)}); mean ranks differ where they are at least ${friedman.criticalDifference.toFixed(2)} apart.`
  if (leader === undefined || others.length === 0) return found
  return `${found} ${leader.agent} is significantly different from ${worse} of ${counted(others.length, 'other agent')}, pair by pair${tooFew(summary)}.`
}

/** Over few problems the test of many pairs has no chance, and a reader should know. */
const tooFew = (summary: ExperimentSummary): string =>
  lowestPValue(summary) > LEVEL
    ? `; with ${counted(summary.problems.length, 'problem')} and ${counted(summary.overall.pairs.length, 'pair')} it could not be, as no adjusted p-value is lower than ${formatPValue(lowestPValue(summary))}`
    : ''

const equation = (pValue: number): string => (pValue < 0.001 ? 'p < 0.001' : `p = ${formatPValue(pValue)}`)
