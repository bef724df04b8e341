import { box, type ReferenceEnv, referenceEnv, type Task } from './reference-env.js'

const MAX_SPEED = 8
const MAX_TORQUE = 2
const DT = 0.05
const [G, M, L] = [10, 1, 1]

const normalised = (angle: number): number => {
  const turn = 2 * Math.PI
  return ((((angle + Math.PI) % turn) + turn) % turn) - Math.PI
}

/** Pendulum-v1: swing a pendulum up and hold it there by a torque in [-2, 2]. @see Gymnasium, envs/classic_control/pendulum.py */
const task: Task = {
  observationSpace: box({ x: [-1, 1], y: [-1, 1], speed: [-MAX_SPEED, MAX_SPEED] }),
  actionSpace: box({ torque: [-MAX_TORQUE, MAX_TORQUE] }),
  limit: 200,
  start: rng => [(2 * rng.next() - 1) * Math.PI, 2 * rng.next() - 1],
  step: (state, [torque]) => {
    const [angle, speed] = state as [number, number]
    const u = Math.min(MAX_TORQUE, Math.max(-MAX_TORQUE, torque as number))
    const cost = normalised(angle) ** 2 + 0.1 * speed ** 2 + 0.001 * u ** 2
    const faster = speed + (((3 * G) / (2 * L)) * Math.sin(angle) + (3 / (M * L ** 2)) * u) * DT
    const next = Math.min(MAX_SPEED, Math.max(-MAX_SPEED, faster))
    return { state: [angle + next * DT, next], reward: -cost, terminated: false }
  },
  observe: state => {
    const [angle, speed] = state as [number, number]
    return [Math.cos(angle), Math.sin(angle), speed]
  },
}

export const pendulum = (seed?: number): ReferenceEnv => referenceEnv(task, seed)
