/** What one pull of an arm may take: a tenth of a second or two, first calls apart. */
export const pull = { timeMs: 60, warmupMs: 30, minSamples: 3 }

/** For finalists, each in a new process. */
export const finalist = { timeMs: 300, warmupMs: 200, minSamples: 10 }
