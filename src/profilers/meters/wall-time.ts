import { right } from '../../core/fp.js'
import type { Meter } from './meter.js'

/** Wall time per run: `wallMs`, the length of the window over the runs in it. */
export const wallTime = (): Meter<'wallMs'> => ({
  name: 'wallTime',
  metrics: [{ name: 'wallMs', unit: 'ms', better: 'lower' }],
  open: async () => right({ start: () => {}, stop: ({ wallMs, runs }) => ({ metrics: { wallMs: wallMs / runs } }) }),
})
