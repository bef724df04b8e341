import type { Operator } from '../agents/agent.js'
import { adjacentNeighbour, crossover, hammingNeighbour, mutation, remeasure, restart } from '../search/index.js'

/** Operators by the names that specs call them by. */
export const operatorsByName: Readonly<Record<string, () => Operator>> = {
  restart,
  adjacentNeighbour,
  hammingNeighbour,
  mutation,
  crossover,
  remeasure,
}
