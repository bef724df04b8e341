import test from 'ava'
import { Arms } from '#src/agents/bandits/arms.js'
import { upperMean } from '#src/agents/bandits/kl-ucb.js'
import { makeRng } from '#src/index.js'

test('a mean stays within [0, 1], and so keeps its bonus, whatever its rewards are rounded to', t => {
  const rng = makeRng(1)
  for (let n = 0; n < 2000; n++) {
    const arms = new Arms(2)
    // Roots, since sums of 32-bit numbers are exact.
    const [low, high] = [Math.sqrt(rng.next()), 1 + Math.sqrt(rng.next())]
    const pulls = rng.integer(1, 60)
    for (let pull = 0; pull < pulls; pull++) {
      arms.reward(0, low, false)
      arms.reward(1, high, false)
    }
    for (const j of [0, 1]) t.true(arms.mean(j) >= 0 && arms.mean(j) <= 1, `${low}, ${high}, ${pulls}: ${arms.mean(j)}`)
    t.true(upperMean(arms.mean(0), 1) > 0.63)
  }
})

test('the variance does not depend on where rewards lie', t => {
  const spread = (offset: number): number => {
    const arms = new Arms(2)
    for (const reward of [0, 1, 1, 2, 4]) arms.reward(0, offset + reward, false)
    return arms.variance(0)
  }
  // Of 0, 1, 1, 2, 4: mean 1.6, variance 1.84, in units of the range 4.
  t.true(Math.abs(spread(0) - 1.84 / 16) < 1e-12)
  t.true(Math.abs(spread(1e9) - 1.84 / 16) < 1e-6, `${spread(1e9)}`)
})

test('saved arms go on as if never stopped', t => {
  const [whole, first] = [new Arms(2), new Arms(2)]
  for (const arms of [whole, first])
    for (const [j, reward] of [0.1, 0.7, 0.3].entries()) {
      arms.pull(j % 2)
      arms.reward(j % 2, reward, true)
    }
  const second = new Arms(2, JSON.parse(JSON.stringify(first.save())))
  for (const arms of [whole, second]) arms.reward(1, 0.9, false)
  for (const j of [0, 1])
    t.deepEqual(
      [second.pulls(j), second.mean(j), second.variance(j)],
      [whole.pulls(j), whole.mean(j), whole.variance(j)],
    )
})
