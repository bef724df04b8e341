const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0)

/** DTLZ2 of Deb, Thiele, Laumanns & Zitzler 2002: variables in [0, 1], any number of losses; its front is the unit sphere's part in which none is negative. */
export const dtlz2 =
  (objectives: number) =>
  (x: readonly number[]): readonly number[] => {
    const angles = x.slice(0, objectives - 1).map(xi => (xi * Math.PI) / 2)
    const radius = 1 + sum(x.slice(objectives - 1).map(xi => (xi - 0.5) ** 2))
    return Array.from({ length: objectives }, (_, m) => {
      const cosines = angles.slice(0, objectives - 1 - m).map(Math.cos)
      const sine = m === 0 ? 1 : Math.sin(angles[objectives - 1 - m] as number)
      return cosines.reduce((product, cosine) => product * cosine, radius) * sine
    })
  }
