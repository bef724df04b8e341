import { box, type ReferenceEnv, referenceEnv, type Task } from './reference-env.js'

const DT = 0.2
const MAX_SPIN1 = 4 * Math.PI
const MAX_SPIN2 = 9 * Math.PI
// Both links have length 1, mass 1, centre of mass 0.5 and moment of inertia 1.
const [M, L, C, I, G] = [1, 1, 0.5, 1, 9.8]

/** The time derivative of (theta1, theta2, dtheta1, dtheta2) under a torque; the form of the book. */
const derivative = (state: readonly number[], torque: number): number[] => {
  const [theta1, theta2, spin1, spin2] = state as [number, number, number, number]
  const d1 = M * C ** 2 + M * (L ** 2 + C ** 2 + 2 * L * C * Math.cos(theta2)) + I + I
  const d2 = M * (C ** 2 + L * C * Math.cos(theta2)) + I
  const phi2 = M * C * G * Math.cos(theta1 + theta2 - Math.PI / 2)
  const phi1 =
    -M * L * C * spin2 ** 2 * Math.sin(theta2) -
    2 * M * L * C * spin2 * spin1 * Math.sin(theta2) +
    (M * C + M * L) * G * Math.cos(theta1 - Math.PI / 2) +
    phi2
  const rate2 =
    (torque + (d2 / d1) * phi1 - M * L * C * spin1 ** 2 * Math.sin(theta2) - phi2) / (M * C ** 2 + I - d2 ** 2 / d1)
  const rate1 = -(d2 * rate2 + phi1) / d1
  return [spin1, spin2, rate1, rate2]
}

/** One step of the classical Runge-Kutta method. */
const rungeKutta = (state: readonly number[], torque: number): number[] => {
  const moved = (k: readonly number[], part: number) => state.map((value, i) => value + part * DT * (k[i] as number))
  const k1 = derivative(state, torque)
  const k2 = derivative(moved(k1, 0.5), torque)
  const k3 = derivative(moved(k2, 0.5), torque)
  const k4 = derivative(moved(k3, 1), torque)
  return state.map(
    (value, i) =>
      value + (DT / 6) * ((k1[i] as number) + 2 * (k2[i] as number) + 2 * (k3[i] as number) + (k4[i] as number)),
  )
}

const wrapped = (angle: number): number => {
  let result = angle
  while (result > Math.PI) result -= 2 * Math.PI
  while (result < -Math.PI) result += 2 * Math.PI
  return result
}
const bounded = (value: number, most: number): number => Math.min(most, Math.max(-most, value))

/** Acrobot-v1: swing the tip of two links above a line by torques of -1, 0 or 1 at their joint. @see Gymnasium, envs/classic_control/acrobot.py; Sutton 1996 */
const task: Task = {
  observationSpace: box({
    cos1: [-1, 1],
    sin1: [-1, 1],
    cos2: [-1, 1],
    sin2: [-1, 1],
    spin1: [-MAX_SPIN1, MAX_SPIN1],
    spin2: [-MAX_SPIN2, MAX_SPIN2],
  }),
  actionSpace: { kind: 'multi-discrete', sizes: [3] },
  limit: 500,
  start: rng => Array.from({ length: 4 }, () => rng.next() * 0.2 - 0.1),
  step: (state, [action]) => {
    const [theta1, theta2, spin1, spin2] = rungeKutta(state, (action as number) - 1) as [number, number, number, number]
    const next = [wrapped(theta1), wrapped(theta2), bounded(spin1, MAX_SPIN1), bounded(spin2, MAX_SPIN2)]
    const [a, b] = next as [number, number]
    const terminated = -Math.cos(a) - Math.cos(b + a) > 1
    return { state: next, reward: terminated ? 0 : -1, terminated }
  },
  observe: state => {
    const [theta1, theta2, spin1, spin2] = state as [number, number, number, number]
    return [Math.cos(theta1), Math.sin(theta1), Math.cos(theta2), Math.sin(theta2), spin1, spin2]
  },
}

export const acrobot = (seed?: number): ReferenceEnv => referenceEnv(task, seed)
