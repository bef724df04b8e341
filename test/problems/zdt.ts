/** A problem of Zitzler, Deb & Thiele 2000: 30 reals in [0, 1], two losses. */
export type Zdt = (x: readonly number[]) => readonly [number, number]

const g = (x: readonly number[]): number => 1 + (9 * x.slice(1).reduce((sum, xi) => sum + xi, 0)) / (x.length - 1)

const problem =
  (h: (f1: number, g: number) => number): Zdt =>
  x => {
    const [f1, scale] = [x[0] as number, g(x)]
    return [f1, scale * h(f1, scale)]
  }

export const zdt1 = problem((f1, g) => 1 - Math.sqrt(f1 / g))
export const zdt2 = problem((f1, g) => 1 - (f1 / g) ** 2)
export const zdt3 = problem((f1, g) => 1 - Math.sqrt(f1 / g) - (f1 / g) * Math.sin(10 * Math.PI * f1))
