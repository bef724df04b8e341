import { input, type OpenclDefinition, output } from '#src/profilers/opencl/index.js'

// A small kernel, which other processes load, too.

export const quick = { timeMs: 10, warmupMs: 5, minSamples: 3 } as const

export type Scaling = { readonly items: number; readonly factor: number }

const LENGTH = 1024
const numbers = Float32Array.from({ length: LENGTH }, (_, i) => i)

/** b[i] = factor * a[i]. */
export const scaling: OpenclDefinition<Scaling> = {
  source: `kernel void scale(global const float *a, global float *b) {
  int i = get_global_id(0);
  b[i] = factor * a[i];
}`,
  entry: 'scale',
  constants: { n: LENGTH },
  inputs: () => [input(numbers), output(new Float32Array(LENGTH))],
  workgroup: ['items'],
  grid: ['n // items'],
  reference: (_set, { factor }) => ({ expected: [numbers.map(number => factor * number)] }),
  limits: quick,
}
