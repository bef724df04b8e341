import type { Config, Value } from '../../core/index.js'
import type { Verdict } from '../evaluation.js'
import type { Axis } from './axis.js'

/**
 * The trials in columns, in the order in which they were told; every ordered column is kept sorted too. Rows that are pushed
 * without a verdict are pending ones, to be popped again.
 */
export class Observations {
  readonly axes: readonly Axis[]
  #length = 0
  /** Coordinates by axis; NaN where inactive. */
  #columns: Float64Array[]
  /** Rows by ascending coordinate, by axis; only active ones. */
  readonly #orders: { rows: Int32Array; length: number }[]
  readonly #verdicts: Verdict[] = []
  /** Axes that have been active in the same rows. */
  #groups: readonly (readonly number[])[]

  constructor(axes: readonly Axis[]) {
    this.axes = axes
    this.#columns = axes.map(() => new Float64Array(64))
    this.#orders = axes.map(() => ({ rows: new Int32Array(64), length: 0 }))
    // What has one value only says nothing.
    const open = axes.flatMap(({ size }, a) => (size > 1 ? [a] : []))
    this.#groups = open.length === 0 ? [] : [open]
  }

  /** Rows, pending ones included. */
  get length(): number {
    return this.#length
  }
  /** Of the rows that are not pending. */
  get verdicts(): readonly Verdict[] {
    return this.#verdicts
  }
  get groups(): readonly (readonly number[])[] {
    return this.#groups
  }
  column(axis: number): Float64Array {
    return this.#columns[axis] as Float64Array
  }
  order(axis: number): Int32Array {
    const { rows, length } = this.#orders[axis] as { rows: Int32Array; length: number }
    return rows.subarray(0, length)
  }

  add(config: Config, verdict: Verdict): void {
    this.addPoint(this.pointOf(config), verdict)
  }

  addPoint(point: Float64Array, { losses, violation }: Verdict): void {
    this.push(point)
    this.#verdicts.push({ losses, violation })
    // A group whose axes part here falls into two.
    this.#groups = this.#groups.flatMap(group => {
      const active = group.filter(a => !Number.isNaN(point[a]))
      return active.length === 0 || active.length === group.length
        ? [group]
        : [active, group.filter(a => Number.isNaN(point[a]))]
    })
  }

  push(point: Float64Array): void {
    const row = this.#length++
    this.axes.forEach((axis, a) => {
      const x = point[a] as number
      this.#columns[a] = grown(this.#columns[a] as Float64Array, row)
      ;(this.#columns[a] as Float64Array)[row] = x
      if (axis.kind === 'alternatives' || Number.isNaN(x)) return
      const order = this.#orders[a] as { rows: Int32Array; length: number }
      order.rows = grown(order.rows, order.length)
      const at = this.#placeOf(a, x)
      order.rows.copyWithin(at + 1, at, order.length++)
      order.rows[at] = row
    })
  }

  /** Takes the last row out again, a pending one. */
  pop(): void {
    const row = --this.#length
    for (const order of this.#orders) {
      const at = order.rows.subarray(0, order.length).indexOf(row)
      if (at >= 0) order.rows.copyWithin(at, at + 1, order.length--)
    }
  }

  /** After all rows whose coordinate is not larger. */
  #placeOf(a: number, x: number): number {
    const [column, rows] = [this.#columns[a] as Float64Array, this.order(a)]
    let [low, high] = [0, rows.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((column[rows[middle] as number] as number) <= x) low = middle + 1
      else high = middle
    }
    return low
  }

  /** All rows that are not pending, for `saved`. */
  save(objectives: number): { readonly points: Uint8Array; readonly verdicts: Uint8Array } {
    const rows = this.#verdicts.length
    const [width, told] = [this.axes.length, objectives + 1]
    const points = Float64Array.from({ length: rows * width }, (_, i) => {
      return this.column(i % width)[Math.floor(i / width)] as number
    })
    // For each row its losses (NaN without) and its violation.
    const verdicts = new Float64Array(rows * told)
    for (const [row, { losses, violation }] of this.#verdicts.entries()) {
      for (let m = 0; m < objectives; m++) verdicts[row * told + m] = losses?.[m] ?? Number.NaN
      verdicts[row * told + objectives] = violation
    }
    return { points: new Uint8Array(points.buffer), verdicts: new Uint8Array(verdicts.buffer) }
  }

  /** What `save` gave, row by row. */
  *saved(objectives: number, buffers: Readonly<Record<string, Uint8Array>> = {}): Iterable<[Float64Array, Verdict]> {
    const [points, verdicts] = [numbersOf(buffers.points), numbersOf(buffers.verdicts)]
    const [width, told] = [this.axes.length, objectives + 1]
    for (let row = 0; row < verdicts.length / told; row++) {
      const of = verdicts.subarray(row * told, (row + 1) * told)
      const losses = Number.isNaN(of[0]) ? null : [...of.subarray(0, objectives)]
      yield [points.slice(row * width, (row + 1) * width), { losses, violation: of[objectives] as number }]
    }
  }

  pointOf(config: Config): Float64Array {
    return Float64Array.from(this.axes, ({ name, coordinateOf }) =>
      config[name] === undefined ? Number.NaN : coordinateOf(config[name] as Value),
    )
  }
}

/** A store may hand a buffer back as a view at any offset: what is aligned is a copy. */
const numbersOf = (bytes: Uint8Array = new Uint8Array()): Float64Array => new Float64Array(new Uint8Array(bytes).buffer)

/** The array itself, or a copy of twice its length where `index` does not fit. */
const grown = <A extends Float64Array | Int32Array>(array: A, index: number): A => {
  if (index < array.length) return array
  const larger = (array instanceof Float64Array ? new Float64Array(2 * index) : new Int32Array(2 * index)) as A
  larger.set(array)
  return larger
}
