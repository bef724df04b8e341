import type { Json } from '../../core/index.js'
import type { AgentState } from '../agent.js'

// States of agents inside the state of the agent that they belong to.

interface Inner {
  readonly kind: string
  readonly version: number
  readonly json: Json
}
interface Bundled {
  readonly own: Json
  readonly inner: Readonly<Record<string, Inner>>
}

/** One state of an agent's own and those of others, each under its name. */
export const bundle = (
  own: AgentState,
  others: readonly (readonly [name: string, state: AgentState | undefined])[],
): AgentState => {
  const inner: Record<string, Inner> = {}
  const buffers: Record<string, Uint8Array> = { ...own.buffers }
  for (const [name, state] of others) {
    if (state === undefined) continue
    inner[name] = { kind: state.kind, version: state.version, json: state.json }
    for (const [key, bytes] of Object.entries(state.buffers)) buffers[`${name}:${key}`] = bytes
  }
  return { ...own, json: { own: own.json, inner } satisfies Bundled as unknown as Json, buffers }
}

/** The agent's own part. */
export const ownOf = (state: AgentState): Json => (state.json as unknown as Bundled).own

/** The state that was put in under a name. */
export const unbundle = (state: AgentState, name: string): AgentState | undefined => {
  const inner = (state.json as unknown as Bundled).inner[name]
  if (inner === undefined) return undefined
  const prefix = `${name}:`
  const buffers = Object.fromEntries(
    Object.entries(state.buffers).flatMap(([key, bytes]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), bytes]] : [],
    ),
  )
  return { ...inner, buffers }
}
