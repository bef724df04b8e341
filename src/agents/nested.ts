import type { Json } from '../core/index.js'
import type { AgentState } from './agent.js'

// An agent that has others inside saves their states within its own.

/** One state as a part of another: its json goes into the outer json, its buffers among the outer buffers. */
export interface PackedState {
  readonly json: Json
  readonly buffers: AgentState['buffers']
}

interface PackedJson {
  readonly kind: string
  readonly version: number
  readonly json: Json
}

/** The part that an inner agent's state is of the outer one. `name` tells it from other parts, and has no slash. */
export const packState = (name: string, { kind, version, json, buffers }: AgentState): PackedState => {
  const packed: PackedJson = { kind, version, json }
  return {
    json: packed as unknown as Json,
    buffers: Object.fromEntries(Object.entries(buffers).map(([key, bytes]) => [`${name}/${key}`, bytes])),
  }
}

/** The state that `packState` packed under that name; `buffers` are those of the outer state, other parts included. */
export const unpackState = (name: string, { json, buffers }: PackedState): AgentState => {
  const prefix = `${name}/`
  const own = Object.entries(buffers).filter(([key]) => key.startsWith(prefix))
  return {
    ...(json as unknown as PackedJson),
    buffers: Object.fromEntries(own.map(([key, bytes]) => [key.slice(prefix.length), bytes])),
  }
}
