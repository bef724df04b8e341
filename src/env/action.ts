import type { Config } from '../core/index.js'

/** What an agent does. In the `configure` view an action is a whole configuration. */
export interface Action<C extends Config = Config> {
  readonly _tag: 'Configure'
  readonly config: C
}

/** Wraps a configuration as an action of the `configure` view. */
export const configure = <C extends Config>(config: C): Action<C> => ({ _tag: 'Configure', config })
