import type { AgentFactory } from '../../agents/agent.js'
import type { Config, Json } from '../../core/index.js'
import type { Verdict } from '../evaluation.js'
import { type Proposal, type Strategy, strategy } from '../strategy.js'
import { coordinatesOf } from './coordinates.js'
import { type CmaEsOptions, checkOptions, checkStart } from './options.js'
import { populationOf } from './parameters.js'
import { joined, Run, split } from './run.js'
import { firstRun, nextRun, type ScheduledRun } from './schedule.js'

/** Draws that may break constraints before one is repaired: as many as in the `cmaes` library. */
const MAX_INVALID = 100
/** Draws for one proposal: of a converged distribution nearly all are known, until it restarts. */
const MAX_DRAWS = 1000

/**
 * CMA-ES with margin, for one objective over parameters of every kind.
 *
 * It may be asked at any time: samples are drawn from the distribution of now, and a generation is complete once lambda of them
 * have been told. Late ones and trials of the caller take part as injected solutions. A sample of a discrete configuration
 * that is known takes part with its known loss, and costs no trial.
 * @see Hansen 2023, "The CMA evolution strategy: a tutorial" (arXiv 1604.00772v2); Hamano, Saito, Nomura & Shirakawa 2022,
 * "CMA-ES with margin"; Hansen 2011, "Injecting external solutions into CMA-ES"; Hansen 2009 (restarts)
 */
export const cmaEs = (options: CmaEsOptions = {}): AgentFactory => {
  checkOptions(options)
  const { restarts = 'bipop', sigma0 = 0.3, start, diagonal = false, margin } = options
  return strategy({
    name: 'cma-es',
    objectives: 'one',
    make: ({ space, rng, isKnown }, saved): Strategy => {
      if (start !== undefined) checkStart(space, start)
      const coordinates = coordinatesOf(space)
      const n = coordinates.dimension
      const lambda = options.population ?? populationOf(n)
      const state = saved?.json as unknown as SavedJson | undefined
      const arrays = arraysOf(saved?.buffers ?? {})

      const begin = (scheduled: ScheduledRun, mean: Float64Array): Run =>
        new Run(scheduled, coordinates, { mean, sigma0, diagonal, margin })
      const middle = new Float64Array(n).fill(0.5)
      let run = begin(state?.scheduled ?? firstRun(lambda), start ? coordinates.encode(start, middle) : middle)
      /** Points that were proposed and not told yet, by their number in the memo. */
      const samples = new Map<number, Sample>()
      let asked = state?.asked ?? 0
      /** What is known of configurations without a real value: only those are met again. */
      const known = new Map<string, Verdict>(state?.known)
      const continuous = space.names.filter(name => {
        const parameter = space.parameters[name]
        return parameter?.kind === 'real' && parameter.step === undefined
      })
      if (state !== undefined) {
        run.restore(state.run, arrays)
        const points = split(arrays.samples as Float64Array, n)
        for (const [i, [id, of]] of state.samples.entries())
          samples.set(id, { ...of, point: points[i] as Float64Array })
      }

      const add = (point: Float64Array, { losses, violation }: Verdict, foreign: boolean, counts: boolean): void => {
        if (run.stopped !== undefined) return
        run.add({ point, losses, violation, foreign, counts })
        if (run.stopped === undefined || restarts === 'none') return
        const spent = run.generation * run.scheduled.lambda
        const mean = Float64Array.from({ length: n }, () => rng.next())
        run = begin(nextRun(restarts, run.scheduled, spent, lambda, rng), mean)
      }

      /** A sample, and the valid configuration that it stands for. */
      const draw = (): Sample & { readonly config: Config } => {
        const [number, generation] = [run.scheduled.number, run.generation]
        let point: Float64Array = middle
        let config: Config = {}
        for (let invalid = 0; invalid < MAX_INVALID; invalid++) {
          point = run.sample(rng)
          config = coordinates.decode(point)
          if (space.broken(config).length === 0) return { point, config, run: number, generation }
        }
        config = space.repair(config)
        return { point: coordinates.encode(config, point), config, run: number, generation: -1 }
      }

      const propose = (): Proposal | undefined => {
        for (let draws = 0; draws < MAX_DRAWS && run.stopped === undefined; draws++) {
          const { config, ...sample } = draw()
          if (isKnown(config)) {
            const verdict = known.get(space.fingerprint(config))
            if (verdict !== undefined) add(sample.point, verdict, sample.generation < 0, true)
            continue
          }
          samples.set(asked, sample)
          const memo = { run: sample.run, generation: run.generation, sample: asked++ }
          return { config, reason: `run ${memo.run}, generation ${memo.generation}`, memo }
        }
        return undefined
      }

      return {
        propose,
        drawn: () => ({ reason: `run ${run.scheduled.number}: random`, memo: null }),
        learn: ({ config, losses, violation, own, memo }) => {
          if (continuous.every(name => config[name] === undefined))
            known.set(space.fingerprint(config), { losses, violation })
          const id = (memo as { sample?: number } | null)?.sample
          const sample = id === undefined ? undefined : samples.get(id)
          if (id !== undefined) samples.delete(id)
          const { number } = run.scheduled
          // What an earlier run asked for would draw this one back to where that one ended.
          if (sample !== undefined && sample.run !== number) return
          const point = sample?.point ?? coordinates.encode(config, run.mean)
          add(point, { losses, violation }, sample?.generation !== run.generation, own)
        },
        save: () => {
          const { json, buffers } = run.save()
          const points = [...samples.values()].map(({ point }) => point)
          const state: SavedJson = {
            scheduled: run.scheduled,
            run: json,
            asked,
            samples: [...samples].map(([id, { run, generation }]) => [id, { run, generation }]),
            known: [...known],
          }
          return { json: state as unknown as Json, buffers: bytesOf({ ...buffers, samples: joined(points) }) }
        },
      }
    },
  })
}

/** A proposed point, and the distribution that it was drawn from: generation -1 of none. */
interface Sample {
  readonly point: Float64Array
  readonly run: number
  readonly generation: number
}

interface SavedJson {
  readonly scheduled: ScheduledRun
  readonly run: Json
  readonly asked: number
  readonly samples: readonly (readonly [number, Omit<Sample, 'point'>])[]
  readonly known: readonly (readonly [string, Verdict])[]
}

const bytesOf = (arrays: Readonly<Record<string, Float64Array>>): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, new Uint8Array(array.buffer)]))

/** A store may hand a buffer back as a view at any offset: what is aligned is a copy. */
const arraysOf = (buffers: Readonly<Record<string, Uint8Array>>): Record<string, Float64Array> =>
  Object.fromEntries(
    Object.entries(buffers).flatMap(([name, bytes]) =>
      name === 'visited' ? [] : [[name, new Float64Array(new Uint8Array(bytes).buffer)]],
    ),
  )
