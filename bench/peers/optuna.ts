// Optuna's samplers as agents: bench/peers/optuna_asked.py runs beside, a process for each study.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type AgentFactory, agentFactory, configure } from '#src/agents/index.js'
import type { Config } from '#src/core/index.js'
import { visitedOf } from '#src/space/index.js'

/** Configurations in a row that may be invalid or known. */
const maxAsks = 10_000

/**
 * What it proposes against a constraint of the space is no trial, and is told as a failure at once; a known configuration is told
 * as what it was the first time.
 */
export const optuna = (python: string, sampler: string): AgentFactory =>
  agentFactory(`Optuna ${sampler}`, ({ space, rng }) => {
    const program = fileURLToPath(new URL('../../../bench/peers/optuna_asked.py', import.meta.url))
    const child = spawn(python, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const write = (line: unknown): void => {
      child.stdin.write(`${JSON.stringify(line)}\n`)
    }
    const tell = (loss: number | undefined): void => write({ loss: loss ?? null })
    write({ sampler, seed: rng.integer(0, 2 ** 31 - 1), parameters: space.names.map(name => ({ name, ...space.parameters[name] })) })

    const visited = visitedOf(space)
    const losses = new Map<string, number>()
    const propose = async (): Promise<Config | undefined> => {
      for (let asks = 0; asks < maxAsks; asks++) {
        write('ask')
        const { value, done } = await lines.next()
        if (done) throw new Error(`expected a configuration of Optuna's ${sampler}, got the end of ${program}`)
        const config = JSON.parse(value) as Config
        if (space.broken(config).length > 0) tell(undefined)
        else if (visited.add(config)) return config
        else tell(losses.get(space.fingerprint(config)))
      }
      return undefined
    }
    return {
      name: `Optuna ${sampler}`,
      ask: async requests => {
        const suggestions = []
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
      save: () => ({ kind: 'optuna', version: 1, json: null, buffers: {} }),
      close: () => {
        child.stdin.end()
      },
    }
  })
