import test from 'ava'
import { auc } from '#src/agents/index.js'
import { makeRng } from '#src/index.js'

const nothing = new Float32Array()
const open = (
  options: Parameters<typeof auc>[0],
  arms: number,
  saved?: Parameters<ReturnType<typeof auc>['make']>[1],
) => auc(options).make({ arms, rng: makeRng(1), features: () => new Float64Array() }, saved)

/** Plays arms with given rewards. */
const tell = (bandit: ReturnType<typeof open>, uses: readonly (readonly [arm: number, reward: number])[]): void => {
  for (const [arm, reward] of uses) {
    bandit.pull(arm, nothing)
    bandit.reward(arm, reward, nothing, true)
  }
}

test('credit is the area under the curve of new bests: late ones count more than early ones', t => {
  // Without exploration. Arm 0: a new best in its first of four uses, 1 / 10. Arm 1: in its third of three, 3 / 6. Arm 2: none.
  const bandit = open({ exploration: 0 }, 3)
  tell(bandit, [
    [0, 1],
    [1, 0],
    [2, 0],
    [0, 0],
    [1, 0],
    [0, 1],
    [0, 1],
    [1, 2],
  ])
  t.is(bandit.choose([0, 1, 2], nothing), 1)
  t.is(bandit.choose([0, 2], nothing), 0)
  // Two more uses without one: arm 1 falls to 3 / 15 = 0.2, and one of arm 0 with one lifts it to (1 + 5) / 15 = 0.4.
  tell(bandit, [
    [1, 0],
    [1, 0],
    [0, 3],
  ])
  t.is(bandit.choose([0, 1, 2], nothing), 0)
})

test('each arm is used once first, and exploration comes back to what is seldom used', t => {
  const bandit = open({ exploration: 1 }, 2)
  t.is(bandit.choose([0, 1], nothing), 0)
  tell(bandit, [[0, 1]])
  t.is(bandit.choose([0, 1], nothing), 1)
  tell(bandit, [[1, 0]])
  // Arm 0 has all the area, 1 at first; its bonus shrinks with its uses, and that of arm 1 does not.
  const chosen: number[] = []
  for (let n = 0; n < 40; n++) {
    const arm = bandit.choose([0, 1], nothing) as number
    chosen.push(arm)
    tell(bandit, [[arm, 0]])
  }
  t.true(chosen.includes(1) && chosen.includes(0))
})

test('what is past the window counts no more', t => {
  const bandit = open({ exploration: 0, window: 4 }, 2)
  tell(bandit, [
    [0, 5],
    [1, 0],
    [0, 0],
    [0, 0],
    [1, 6],
  ])
  // The new best of arm 0 has left the window.
  t.is(bandit.choose([0, 1], nothing), 1)
  tell(bandit, [
    [1, 0],
    [0, 7],
    [1, 0],
    [0, 0],
  ])
  t.is(bandit.choose([0, 1], nothing), 0)
})

test('what the caller measured is a best to beat: less is no new best', t => {
  const bandit = open({ exploration: 0 }, 2)
  bandit.seen?.(10)
  tell(bandit, [
    [0, 5],
    [1, 11],
  ])
  t.is(bandit.choose([0, 1], nothing), 1)
})

test('saved in the middle, with a use pending, it goes on as if never stopped', t => {
  const [whole, first] = [open({}, 2), open({}, 2)]
  for (const bandit of [whole, first]) {
    tell(bandit, [
      [0, 1],
      [1, 2],
    ])
    bandit.pull(0, nothing)
  }
  const second = open({}, 2, JSON.parse(JSON.stringify(first.save())))
  for (const bandit of [whole, second]) bandit.reward(0, 3, nothing, true)
  t.deepEqual(second.save(), whole.save())
  t.is(second.choose([0, 1], nothing), whole.choose([0, 1], nothing))
})

test('options out of range are named', t => {
  t.throws(() => auc({ window: 0 }), {
    code: 'InvalidAgent',
    message: 'auc: expected window to be whole and >= 1, got 0',
  })
  t.throws(() => auc({ exploration: -1 }), { code: 'InvalidAgent' })
})
