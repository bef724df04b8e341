import { box, type ReferenceEnv, referenceEnv, type Task } from './reference-env.js'

const GRAVITY = 9.8
const MASS_POLE = 0.1
const MASS = 1 + MASS_POLE
const LENGTH = 0.5
const FORCE = 10
const TAU = 0.02
const MAX_ANGLE = (12 * 2 * Math.PI) / 360
const MAX_POSITION = 2.4

/** CartPole-v1: keep a pole upright on a cart that is pushed left (0) or right (1). @see Gymnasium, envs/classic_control/cartpole.py; Barto, Sutton & Anderson 1983 */
const task: Task = {
  observationSpace: box({
    position: [-2 * MAX_POSITION, 2 * MAX_POSITION],
    velocity: [-Infinity, Infinity],
    angle: [-2 * MAX_ANGLE, 2 * MAX_ANGLE],
    angularVelocity: [-Infinity, Infinity],
  }),
  actionSpace: { kind: 'multi-discrete', sizes: [2] },
  limit: 500,
  start: rng => Array.from({ length: 4 }, () => rng.next() * 0.1 - 0.05),
  step: (state, [push]) => {
    const [x, velocity, angle, spin] = state as [number, number, number, number]
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    const push0 = ((push === 1 ? FORCE : -FORCE) + MASS_POLE * LENGTH * spin ** 2 * sin) / MASS
    const spinRate = (GRAVITY * sin - cos * push0) / (LENGTH * (4 / 3 - (MASS_POLE * cos ** 2) / MASS))
    const acceleration = push0 - (MASS_POLE * LENGTH * spinRate * cos) / MASS
    const next = [x + TAU * velocity, velocity + TAU * acceleration, angle + TAU * spin, spin + TAU * spinRate]
    const terminated = Math.abs(next[0] as number) > MAX_POSITION || Math.abs(next[2] as number) > MAX_ANGLE
    return { state: next, reward: 1, terminated }
  },
  observe: state => [...state],
}

export const cartPole = (seed?: number): ReferenceEnv => referenceEnv(task, seed)
