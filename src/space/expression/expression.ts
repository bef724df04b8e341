import { type Either, isLeft, left, right } from '../../core/fp.js'
import { type Config, ParetuneError, type SpaceError } from '../../core/index.js'
import type { Axis, Row } from '../constraints.js'
import { compileTree, type Meaning, type Names, type Run } from './compile.js'
import { gridOf } from './grid.js'
import { parseTree } from './parse.js'
import { noValue, Problem, problemFault } from './problem.js'
import { type Item, isTrue } from './python.js'
import type { Node } from './tree.js'

/** A condition over row places. */
export interface Test {
  /** The row places that it reads, ascending. */
  readonly parameters: readonly number[]
  /** False, too, where the expression divides by zero. Throws a ParetuneError (InvalidConstraint) where types do not fit. */
  readonly holds: (row: Row) => boolean
  /** See `Predicate`. */
  readonly tabulate: (axes: readonly Axis[]) => Uint8Array | undefined
}

/** Compiles a T1 expression into tests that must all hold: one for each part that `and` joins. */
export const compileExpression = (text: string, names: Names): Either<SpaceError, readonly Test[]> =>
  guarded(text, () => conjuncts(parseTree(text), true).map(tree => testOf(tree, text, names)))

/** The value of an expression without parameters, such as `[2**i for i in range(0, 6)]`. */
export const evaluateExpression = (text: string): Either<SpaceError, Item> => {
  const compiled = compileValue(text, [])
  return isLeft(compiled) ? compiled : compiled.right({})
}

/**
 * Compiles an expression whose value is wanted, over values of these names. What it compiles to fails where there is no value
 * (a division by zero) or types do not fit.
 */
export const compileValue = (
  text: string,
  known: readonly string[],
): Either<SpaceError, (values: Config) => Either<SpaceError, Item>> =>
  guarded(text, () => {
    const meaningOf = (name: string): Meaning | undefined => {
      const index = known.indexOf(name)
      return index < 0 ? undefined : { index }
    }
    const run = compileTree(parseTree(text), { known, meaningOf }, new Set())
    return values => guarded(text, () => withValue(() => run(known.map(name => values[name]))))
  })

const withValue = (run: () => Item): Item => {
  try {
    return run()
  } catch (thrown) {
    throw thrown === noValue ? new Problem('expected an expression with a value, got a division by zero', 0) : thrown
  }
}

const testOf = (tree: Node, text: string, names: Names): Test => {
  const used = new Set<number>()
  const run: Run = compileTree(tree, names, used)
  const holds = (row: Row): boolean => {
    try {
      return isTrue(run(row))
    } catch (thrown) {
      if (thrown === noValue) return false
      throw thrown instanceof Problem ? new ParetuneError(problemFault(thrown, text)) : thrown
    }
  }
  return { parameters: [...used].sort((a, b) => a - b), holds, tabulate: axes => gridOf(tree, names, axes) }
}

/** The parts of a tree that must each be true (or false, where not `wanted`) for the whole to be. */
const conjuncts = (tree: Node, wanted: boolean): readonly Node[] => {
  if (tree.kind === 'logical' && tree.operator === (wanted ? 'and' : 'or')) {
    return [...conjuncts(tree.left, wanted), ...conjuncts(tree.right, wanted)]
  }
  if (tree.kind === 'unary' && tree.operator === 'not') return conjuncts(tree.operand, !wanted)
  if (tree.kind === 'comparison' && wanted && tree.rest.length > 1) {
    return tree.rest.map((link, i) => ({
      kind: 'comparison',
      first: tree.rest[i - 1]?.right ?? tree.first,
      rest: [link],
      at: link.at,
    }))
  }
  return [wanted ? tree : { kind: 'unary', operator: 'not', operand: tree, at: tree.at }]
}

const guarded = <A>(text: string, work: () => A): Either<SpaceError, A> => {
  try {
    return right(work())
  } catch (thrown) {
    if (thrown instanceof Problem) return left(problemFault(thrown, text))
    throw thrown
  }
}
