import type { Rng, Value } from '../../core/index.js'
import type { Domain } from '../../space/index.js'

/** The values of one parameter as arms: one for each value, or for each equal part of its scale where an ordered one has many. */
export interface ValueArms {
  readonly domain: Domain
  readonly count: number
  armOf(value: Value): number
  /** Arms that some of the values belong to; all of them where none are given, as for a real parameter. */
  armsAmong(values: readonly Value[] | undefined): readonly number[]
  /** A value of an arm, uniformly, among those given. */
  draw(arm: number, values: readonly Value[] | undefined, rng: Rng): Value
}

export const valueArmsOf = (domain: Domain, parts: number): ValueArms => {
  const isParted = domain.ordered && domain.size > parts
  const count = isParted ? parts : domain.size
  const armOf = (value: Value): number =>
    isParted ? Math.min(parts - 1, Math.floor(domain.positionOf(value) * parts)) : domain.indexOf(value)
  return {
    domain,
    count,
    armOf,
    armsAmong: values =>
      values === undefined
        ? Array.from({ length: count }, (_, arm) => arm)
        : [...new Set(values.map(armOf))].sort((a, b) => a - b),
    draw: (arm, values, rng) =>
      values === undefined
        ? domain.valueNear((arm + rng.next()) / parts)
        : rng.pick(values.filter(value => armOf(value) === arm)),
  }
}
