/** How a line is drawn. */
export interface Stroke {
  readonly colour: string
  readonly width: number
  readonly opacity: number
  /** Lengths of dashes and gaps; none for a solid line. */
  readonly dash: readonly number[]
}

/** Agents that a reader can tell apart in one picture; of more, the best few stand out. */
export const MOST_TOLD_APART = 8
const STANDING_OUT = 6

/** Colour and dash are unlike for any two of 28, so that neither colour nor print in grey is needed to tell them apart. */
const COLOURS = ['blue', 'orange', 'green', 'purple', 'amber', 'sky', 'ink'].map(name => `var(--${name})`)
const DASHES = [[], [8, 3], [2, 2], [9, 3, 2, 3]]

/** Each agent's own stroke, the same in all pictures, given the agents in the order of their standing. */
export interface Strokes {
  readonly agents: readonly string[]
  /** Those that are drawn in colour. */
  readonly standingOut: readonly string[]
  of(agent: string): Stroke
}

export const strokesOf = (agents: readonly string[]): Strokes => {
  const standingOut = agents.length <= MOST_TOLD_APART ? agents : agents.slice(0, STANDING_OUT)
  const places = new Map(standingOut.map((agent, place) => [agent, place]))
  return {
    agents,
    standingOut,
    of: agent => {
      const place = places.get(agent)
      return place === undefined ? OTHERS : strokeOf(place)
    },
  }
}

const strokeOf = (place: number): Stroke => ({
  colour: COLOURS[place % COLOURS.length] ?? 'var(--ink)',
  width: place === 0 ? 2.4 : 2,
  opacity: 1,
  dash: DASHES[place % DASHES.length] ?? [],
})

/** With one more agent standing out, as the best one of a problem. */
export const alsoShowing = (strokes: Strokes, best: string | undefined): Strokes =>
  best === undefined || strokes.standingOut.includes(best)
    ? strokes
    : {
        ...strokes,
        standingOut: [...strokes.standingOut, best],
        of: agent => (agent === best ? strokeOf(STANDING_OUT) : strokes.of(agent)),
      }

/** Agents that do not stand out. */
const OTHERS: Stroke = { colour: 'var(--muted)', width: 0.8, opacity: 0.6, dash: [] }
/** What agents are measured by: random search, the optimum. */
export const REFERENCE: Stroke = { colour: 'var(--ink)', width: 1.2, opacity: 0.8, dash: [5, 4] }
export const OPTIMUM: Stroke = { colour: 'var(--ink)', width: 1.2, opacity: 0.8, dash: [1, 3] }
