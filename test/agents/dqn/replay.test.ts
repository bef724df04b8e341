import test from 'ava'
import { nSteps, type Step } from '#src/agents/dqn/n-step.js'
import { type Remembered, Replay } from '#src/agents/dqn/replay.js'
import { SumTree } from '#src/agents/dqn/sum-tree.js'
import { makeRng } from '#src/index.js'

const step = (action: number, reward: number, end: 'terminated' | 'truncated' | 'no' = 'no'): Step => ({
  observation: Float32Array.from([action]),
  action,
  reward,
  next: Float32Array.from([action + 1]),
  nextMask: Uint8Array.from([1]),
  terminated: end === 'terminated',
  truncated: end === 'truncated',
})

const remembered = (action: number, reward: number): Remembered => {
  const { observation, next, nextMask } = step(action, reward)
  return { observation, action, reward, next, nextMask, discount: 1 }
}

test('a leaf is found where its part of the sum lies', t => {
  const tree = new SumTree(5)
  for (const [i, priority] of [1, 0, 3, 2, 4].entries()) tree.set(i, priority)
  t.is(tree.total, 10)
  t.deepEqual(
    [0, 0.99, 1, 3.99, 4, 5.99, 6, 9.99].map(point => tree.find(point)),
    [0, 0, 2, 2, 3, 3, 4, 4],
  )
  tree.set(2, 0)
  t.is(tree.total, 7)
  t.is(tree.find(1), 3)
})

test('three steps are one with the discounted sum of their rewards, and bootstrap from the last observation', t => {
  const waiting: Step[] = []
  t.deepEqual(nSteps(waiting, step(0, 1), 3, 0.5), [])
  t.deepEqual(nSteps(waiting, step(1, 2), 3, 0.5), [])
  const [complete, ...rest] = nSteps(waiting, step(2, 4), 3, 0.5)
  t.deepEqual(rest, [])
  t.like(complete, { action: 0, reward: 1 + 1 + 1, discount: 0.125, next: Float32Array.from([3]) })
})

test('the end of an episode completes what waits, with nothing beyond a termination and a value beyond a truncation', t => {
  for (const [end, discounts] of [
    ['terminated', [0, 0]],
    ['truncated', [0.25, 0.5]],
  ] as const) {
    const waiting: Step[] = []
    nSteps(waiting, step(0, 1), 3, 0.5)
    const complete = nSteps(waiting, step(1, 2, end), 3, 0.5)
    t.deepEqual(
      complete.map(({ reward, discount }) => [reward, discount]),
      [
        [2, discounts[0]],
        [2, discounts[1]],
      ],
    )
    t.deepEqual(waiting, [])
  }
})

test('transitions are replayed in proportion to priority^alpha, and weighted for it', t => {
  const alpha = 0.5
  const replay = new Replay(4, alpha)
  for (let i = 0; i < 4; i++) replay.add(remembered(i, 0))
  replay.update([0, 1, 2, 3], Float32Array.from([1, 4, 9, 16]))
  const rng = makeRng(1)
  const counts = [0, 0, 0, 0]
  const draws = 5000
  for (let n = 0; n < draws; n++) {
    const { indices, weights } = replay.draw(2, 1, rng)
    for (const [k, i] of indices.entries()) {
      counts[i] = (counts[i] as number) + 1
      // Of beta = 1: inversely proportional to the probability, which is 1 : 2 : 3 : 4.
      const other = indices[1 - k] as number
      const expected = Math.min(1, (1 + other) / (1 + i))
      t.true(Math.abs((weights[k] as number) - expected) < 1e-4, `${weights[k]}, ${expected}`)
    }
  }
  for (const [i, count] of counts.entries())
    t.true(Math.abs(count / (2 * draws) - (1 + i) / 10) < 0.02, `${i}: ${count}`)
})

test('the oldest transition makes room, and a saved memory replays the same', t => {
  const replay = new Replay(3, 0.6)
  for (let i = 0; i < 5; i++) replay.add(remembered(i, i))
  replay.update([1], Float32Array.from([7]))
  t.is(replay.length, 3)
  const copy = new Replay(3, 0.6, replay.save())
  copy.add(remembered(9, 9))
  replay.add(remembered(9, 9))
  t.deepEqual(copy.draw(8, 0.5, makeRng(3)), replay.draw(8, 0.5, makeRng(3)))
  t.deepEqual(new Set(replay.draw(64, 0.5, makeRng(3)).transitions.map(({ action }) => action)), new Set([3, 4, 9]))
})
