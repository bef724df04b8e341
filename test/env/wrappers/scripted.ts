import type { ActionSpace, Env } from '#src/env/index.js'

interface Row {
  readonly observation: readonly number[]
  readonly reward?: number
  readonly terminated?: boolean
  readonly truncated?: boolean
}

/** Plays rows from a script, whatever the actions, which it keeps. A row without a reward is a reset; a reset in the middle goes on to the next one. */
export const scripted = (
  rows: readonly Row[],
  actionSpace: ActionSpace = { kind: 'multi-discrete', sizes: [2] },
): Env<readonly number[]> & { readonly taken: (readonly number[])[] } => {
  const size = rows[0]?.observation.length ?? 0
  const taken: (readonly number[])[] = []
  let next = 0
  const observe = ({ observation }: Row) => Float32Array.from(observation)
  return {
    taken,
    observationSpace: {
      kind: 'box',
      size,
      names: Array.from({ length: size }, (_, i) => `${i}`),
      low: new Float32Array(size).fill(-Infinity),
      high: new Float32Array(size).fill(Infinity),
    },
    actionSpace,
    reset: async () => {
      while (rows[next]?.reward !== undefined) next++
      return { observation: observe(rows[next++] as Row), info: {} }
    },
    step: async action => {
      taken.push(action)
      const row = rows[next++]
      if (row?.reward === undefined) throw new Error('expected reset()')
      const { reward, terminated = false, truncated = false } = row
      return { observation: observe(row), reward, terminated, truncated, info: { from: 'script' } }
    },
    close: async () => {},
  }
}
