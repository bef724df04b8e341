import { fault, type SpaceError } from '../../core/index.js'

/** What is wrong at a place of an expression; thrown inside this folder only, and turned into a SpaceError at its door. */
export class Problem {
  constructor(
    readonly message: string,
    readonly at: number,
  ) {}
}

/** Thrown where an expression has no value: a division by zero. It carries no stack, as it is part of ordinary work. */
export const noValue: unique symbol = Symbol('no value')

/** The error that shows the expression with a caret under the place. */
export const problemFault = (problem: Problem, text: string): SpaceError => {
  const line = text.replace(/\s/g, ' ')
  const message = `${problem.message}\n  ${line}\n  ${' '.repeat(problem.at)}^`
  return fault('InvalidConstraint', message, { details: { expression: text, position: problem.at } })
}
