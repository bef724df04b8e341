/** An expression as a tree. `at` is where its operator or first word stands in the text. */
export type Node =
  | { readonly kind: 'literal'; readonly value: number | string | boolean | null; readonly at: number }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'list'; readonly items: readonly Node[]; readonly at: number }
  | { readonly kind: 'comprehension'; readonly element: Node; readonly clauses: readonly Clause[]; readonly at: number }
  | { readonly kind: 'unary'; readonly operator: 'not' | '-' | '+'; readonly operand: Node; readonly at: number }
  | {
      readonly kind: 'binary'
      readonly operator: Arithmetic
      readonly left: Node
      readonly right: Node
      readonly at: number
    }
  | {
      readonly kind: 'logical'
      readonly operator: 'and' | 'or'
      readonly left: Node
      readonly right: Node
      readonly at: number
    }
  | { readonly kind: 'comparison'; readonly first: Node; readonly rest: readonly Link[]; readonly at: number }
  | {
      readonly kind: 'conditional'
      readonly test: Node
      readonly chosen: Node
      readonly otherwise: Node
      readonly at: number
    }
  | { readonly kind: 'call'; readonly name: string; readonly inputs: readonly Node[]; readonly at: number }
  | { readonly kind: 'subscript'; readonly list: Node; readonly index: Node; readonly at: number }

export type Arithmetic = '+' | '-' | '*' | '/' | '//' | '%' | '**'
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=' | 'in' | 'not in'

/** One link of a chained comparison: `< b` in `a < b < c`. */
export interface Link {
  readonly operator: Comparison
  readonly right: Node
  readonly at: number
}

/** `for target in iterable if conditions[0] if conditions[1] ...` */
export interface Clause {
  readonly target: string
  readonly iterable: Node
  readonly conditions: readonly Node[]
}
