import type { Config, OpProfile } from '../../core/index.js'
import { cancelled, ProfileError } from '../failure.js'
import type { OnnxDefinition } from './definition.js'
import { providersOf } from './load.js'
import { type NodeProfile, profileNodes } from './ops.js'
import { createSession } from './session.js'
import { caller, type Use } from './use.js'

/** What a look at the single nodes shows, made ready for a profile. */
export interface Look {
  readonly ops: readonly OpProfile[]
  readonly notes: readonly string[]
  /** The most bytes in use in the CPU's arena, or why that is not known. */
  readonly peakArenaBytes: number | string
}

/** Runs of this much time in all tell what single nodes take, 20 at most. */
const LOOK_MS = 100

/**
 * Looks at which node runs where and how long, in a session that takes the place of the one that was measured: two copies of a
 * large model may not fit. Fails (CompileFailed) where the CPU does all the work of another provider.
 *
 * @param medianMs what a run takes
 */
export const lookAtNodes = async <C extends Config, X extends string>(
  definition: OnnxDefinition<C, X>,
  use: Use<C>,
  medianMs: number,
): Promise<Look> => {
  const { ops: by = 'type' } = definition
  const others = providersOf(use.options).filter(provider => provider !== 'cpu')
  if (by === false && others.length === 0)
    return { ops: [], notes: ['ran on cpu'], peakArenaBytes: 'found out together with `ops`, which is false' }
  const { ops, nodes, queued, peakArenaBytes } = await profileOf(definition, use, medianMs, by || 'type')
  const counts = Object.entries(nodes)
  if (others.length > 0 && !others.some(provider => nodes[provider])) {
    const all = counts.reduce((sum, [, count]) => sum + count, 0)
    throw new ProfileError('CompileFailed', `expected nodes on ${others.join(' or ')}, got all ${all} on cpu`)
  }
  const where = counts.map(([provider, count]) => `${provider} (${count} node${count === 1 ? '' : 's'})`)
  const isByHost = by !== false && queued.length > 0
  return {
    ops: by === false ? [] : ops,
    notes: [
      `ran on ${where.join(', ')}`,
      ...(isByHost
        ? [`operators on ${queued.join(' and ')} are timed as the host queues them, not by the device`]
        : []),
    ],
    peakArenaBytes:
      others.length > 0
        ? `ONNX Runtime does not tell what ${others.join(' and ')} holds`
        : (peakArenaBytes ?? 'the session has no arena on the CPU'),
  }
}

const profileOf = async <C extends Config, X extends string>(
  definition: OnnxDefinition<C, X>,
  { ort, model, options, feeds, signal, release }: Use<C>,
  medianMs: number,
  by: 'type' | 'name',
): Promise<NodeProfile> => {
  const throwIfAborted = (): void => {
    if (signal.aborted) throw new ProfileError('Cancelled', cancelled().message)
  }
  throwIfAborted()
  await release()
  const runs = Math.max(1, Math.min(20, Math.floor(LOOK_MS / medianMs)))
  return profileNodes(
    more => createSession(ort, model, options, more),
    async session => {
      const call = caller(definition, session, feeds)
      for (let run = 0; run <= runs; run++) {
        throwIfAborted()
        await call()
      }
      return runs
    },
    by,
  )
}
