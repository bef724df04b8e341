import { type Point, referenceDirections } from '#src/pareto/index.js'

const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0)

/** DTLZ1 of Deb, Thiele, Laumanns & Zitzler 2002: variables in [0, 1], 11^k - 1 local fronts for the k last ones, any number of losses. */
export const dtlz1 =
  (objectives: number) =>
  (x: readonly number[]): readonly number[] => {
    const places = x.slice(0, objectives - 1)
    const rest = x.slice(objectives - 1).map(xi => xi - 0.5)
    const g = 100 * (rest.length + sum(rest.map(xi => xi ** 2 - Math.cos(20 * Math.PI * xi))))
    return Array.from({ length: objectives }, (_, m) => {
      const product = places.slice(0, objectives - 1 - m).reduce((so, place) => so * place, (1 + g) / 2)
      return m === 0 ? product : product * (1 - (places[objectives - 1 - m] as number))
    })
  }

/** Where the lines in the directions of a lattice meet the front, the plane on which the losses add up to 1/2. */
export const dtlz1Front = (objectives: number, points: number): Point[] =>
  referenceDirections(objectives, points).map(direction => direction.map(part => part / 2))
