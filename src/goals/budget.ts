import { type Either, left, right } from '../core/fp.js'
import { fault, type GoalError, show } from '../core/index.js'

/** How much may be spent; what is absent is unlimited, but one of them must be given. */
export interface Budget {
  /** Trials, repeats of a configuration included. Whole, at least 1. */
  readonly trials?: number
  /** Full trials, or as much in trials of lower fidelity: one of fidelity 0.1 counts as a tenth, whatever it goes on from. Above 0. */
  readonly fullTrials?: number
  /** Distinct configurations. Whole, at least 1. */
  readonly distinct?: number
  /** Seconds of the study's clock (wall, or simulated for recorded problems). Above 0. */
  readonly seconds?: number
  /** Asks, revisits included; bounds an agent that keeps coming back. Whole, at least 1. Default with `distinct`: 100 times that. */
  readonly maxAsks?: number
}

/** What was spent, in the terms of the budget. */
export interface Spent {
  readonly trials: number
  /** Sum of their fidelities. */
  readonly fullTrials: number
  readonly distinct: number
  readonly elapsedMs: number
}

/** Checks a budget and fills in the bound on revisits. */
export const parseBudget = (budget: Budget): Either<GoalError, Budget> => {
  for (const key of ['trials', 'distinct', 'maxAsks'] as const) {
    const value = budget[key]
    if (value !== undefined && !(Number.isInteger(value) && value >= 1))
      return left(invalid(key, 'a whole number of at least 1', value))
  }
  for (const key of ['seconds', 'fullTrials'] as const) {
    const value = budget[key]
    if (value !== undefined && !(value > 0 && Number.isFinite(value)))
      return left(invalid(key, 'a number above 0', value))
  }
  const limits = [budget.trials, budget.fullTrials, budget.distinct, budget.seconds]
  if (limits.every(limit => limit === undefined))
    return left(
      fault('InvalidBudget', `expected a budget of trials, fullTrials, distinct or seconds, got ${show(budget)}`),
    )
  return right(
    budget.distinct !== undefined && budget.maxAsks === undefined
      ? { ...budget, maxAsks: 100 * budget.distinct }
      : budget,
  )
}

const invalid = (key: string, expected: string, value: unknown): GoalError =>
  fault('InvalidBudget', `expected ${expected} for budget.${key}, got ${show(value)}`)

/** A sum of fidelities without the rounding errors of adding them up: 27 times 1/27 is 1. */
export const sumOfFidelities = (sum: number): number => Math.round(sum * 1e9) / 1e9

/** The part of the budget that is left, 0 to 1: the smallest over what is limited. */
export const budgetLeft = (budget: Budget, spent: Spent): number => {
  let left = 1
  if (budget.trials !== undefined) left = Math.min(left, 1 - spent.trials / budget.trials)
  if (budget.fullTrials !== undefined) left = Math.min(left, 1 - spent.fullTrials / budget.fullTrials)
  if (budget.distinct !== undefined) left = Math.min(left, 1 - spent.distinct / budget.distinct)
  if (budget.maxAsks !== undefined) left = Math.min(left, 1 - spent.trials / budget.maxAsks)
  if (budget.seconds !== undefined) left = Math.min(left, 1 - spent.elapsedMs / (1000 * budget.seconds))
  return Math.max(0, left)
}
