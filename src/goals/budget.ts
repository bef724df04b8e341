import { type Either, left, right } from '../core/fp.js'
import { fault, type GoalError, show } from '../core/index.js'

/** How much may be spent; what is absent is unlimited, but one of them must be given. */
export interface Budget {
  /** Trials, repeats of a configuration included. Whole, at least 1. */
  readonly trials?: number
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
  if (budget.seconds !== undefined && !(budget.seconds > 0 && Number.isFinite(budget.seconds)))
    return left(invalid('seconds', 'a number above 0', budget.seconds))
  if (budget.trials === undefined && budget.distinct === undefined && budget.seconds === undefined)
    return left(fault('InvalidBudget', `expected a budget of trials, distinct or seconds, got ${show(budget)}`))
  return right(
    budget.distinct !== undefined && budget.maxAsks === undefined
      ? { ...budget, maxAsks: 100 * budget.distinct }
      : budget,
  )
}

const invalid = (key: string, expected: string, value: unknown): GoalError =>
  fault('InvalidBudget', `expected ${expected} for budget.${key}, got ${show(value)}`)

/** The part of the budget that is left, 0 to 1: the smallest over what is limited. */
export const budgetLeft = (budget: Budget, spent: Spent): number => {
  let left = 1
  if (budget.trials !== undefined) left = Math.min(left, 1 - spent.trials / budget.trials)
  if (budget.distinct !== undefined) left = Math.min(left, 1 - spent.distinct / budget.distinct)
  if (budget.maxAsks !== undefined) left = Math.min(left, 1 - spent.trials / budget.maxAsks)
  if (budget.seconds !== undefined) left = Math.min(left, 1 - spent.elapsedMs / (1000 * budget.seconds))
  return Math.max(0, left)
}
