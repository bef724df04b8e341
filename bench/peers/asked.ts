// Searches of other tools as agents: a Python program runs beside, a process for each study, and is asked on a pipe.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type AgentFactory, agentFactory, configure, type Suggestion } from '#src/agents/index.js'
import type { Config, Json } from '#src/core/index.js'
import { type Space, visitedOf } from '#src/space/index.js'

/** A sampler of Optuna, which knows the parameters alone. */
export const optuna = (python: string, sampler: string): AgentFactory =>
  asked(`Optuna ${sampler}`, python, 'optuna_asked.py', () => ({ sampler }))

/** A strategy of Kernel Tuner, which knows all valid configurations. */
export const kernelTuner = (python: string, strategy: string): AgentFactory =>
  asked(`Kernel Tuner ${strategy}`, python, 'kernel_tuner_asked.py', space => ({
    strategy,
    configs: [...space.enumerate()] as Json,
  }))

/** Configurations in a row that may be invalid or known. */
const maxAsks = 10_000

/**
 * What it proposes against a constraint of the space is no trial, and is told as a failure at once; a known configuration is told
 * as what it was the first time.
 */
const asked = (name: string, python: string, file: string, settings: (space: Space) => object): AgentFactory =>
  agentFactory(name, ({ space, rng, budget }) => {
    const program = fileURLToPath(new URL(`../../../bench/peers/${file}`, import.meta.url))
    const child = spawn(python, [program], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    })
    const exit = once(child, 'exit')
    // A search that has ended reads no more.
    child.stdin.on('error', () => {})
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const write = (line: unknown): void => {
      child.stdin.write(`${JSON.stringify(line)}\n`)
    }
    const tell = (loss: number | undefined): void => write({ loss: loss ?? null })
    const parameters = space.names.map(key => ({ name: key, ...space.parameters[key] }))
    const seed = rng.integer(0, 2 ** 31 - 1)
    write({ seed, parameters, trials: budget.trials ?? null, ...settings(space) })

    const visited = visitedOf(space)
    const losses = new Map<string, number>()
    const propose = async (): Promise<Config | undefined> => {
      for (let asks = 0; asks < maxAsks; asks++) {
        write('ask')
        const { value, done } = await lines.next()
        if (done) {
          const [code] = await exit
          if (code !== 0) throw new Error(`expected ${program} to run, got exit code ${code}`)
          return undefined
        }
        const config = JSON.parse(value) as Config
        if (space.broken(config).length > 0) tell(undefined)
        else if (visited.add(config)) return config
        else tell(losses.get(space.fingerprint(config)))
      }
      return undefined
    }
    return {
      name,
      ask: async requests => {
        const suggestions: (Suggestion | undefined)[] = []
        for (const _ of requests) {
          const config = await propose()
          suggestions.push(config && { action: configure(config) })
        }
        return suggestions
      },
      tell: transitions => {
        for (const { action, outcome } of transitions) {
          const loss = outcome._tag === 'Measured' ? outcome.losses[0] : undefined
          if (loss !== undefined) losses.set(space.fingerprint(action.config), loss)
          tell(loss)
        }
      },
      save: () => ({ kind: name, version: 1, json: null, buffers: {} }),
      close: async () => {
        child.stdin.end()
        await exit
      },
    }
  })
