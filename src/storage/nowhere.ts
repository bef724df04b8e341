import { right } from '../core/fp.js'
import type { Store } from './store.js'

/**
 * Keeps nothing: for studies that nobody resumes, as the thousands of short ones of an experiment. Such a study writes no log and its
 * agent saves no checkpoints, which is most of what a trial costs where measuring takes microseconds.
 */
export const nowhere = (): Store => ({
  name: 'nowhere',
  keeps: false,
  list: () => async () => right([]),
  load: () => async () => right(undefined),
  create: () => async () => right(undefined),
  append: () => async () => right(undefined),
  checkpoint: () => async () => right(undefined),
  remove: () => async () => right(undefined),
  close: async () => {},
})
