import test from 'ava'
import type { AgentFactory } from '#src/agents/index.js'
import { median } from '#src/numeric/index.js'
import { asha, bohb, hyperband, random, successiveHalving } from '#src/search/index.js'
import { learningCurves } from '../../problems/learning-curves.js'
import { gapsAtCosts } from '../../problems/reach.js'

/** Others than those by which `bench:fidelity` chose BOHB's prior. */
const seeds = Array.from({ length: 40 }, (_, i) => 2001 + i)
const FULL_TRIALS = 20

const medianOf = async (name: keyof typeof learningCurves, agent: AgentFactory): Promise<number> => {
  const gaps: number[] = []
  for (const seed of seeds) gaps.push(...(await gapsAtCosts(agent, learningCurves[name], [FULL_TRIALS], seed)))
  return median(gaps)
}

for (const [name, part] of [
  ['exponential', 0.85],
  ['power law', 0.65],
] as const) {
  test.serial(
    `at the cost of ${FULL_TRIALS} full trials all of them beat random search, and BOHB Hyperband (${name} curves)`,
    async t => {
      const yardstick = await medianOf(name, random())
      const gaps = new Map<string, number>()
      for (const agent of [successiveHalving(), hyperband(), asha(), bohb()]) {
        const gap = await medianOf(name, agent)
        gaps.set(agent.agentName, gap)
        t.log(agent.agentName, (gap / yardstick).toFixed(2))
        t.true(gap < part * yardstick, `${agent.agentName}: ${gap} against ${yardstick}`)
      }
      t.true((gaps.get('bohb') as number) < (gaps.get('hyperband') as number))
    },
  )
}
