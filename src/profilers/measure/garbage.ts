import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { constants, createContext } from 'node:vm'

let collect: (() => void) | undefined

/** Collects what is garbage by now, once the event loop has turned and finalizers have run. */
export const collectGarbage = async (): Promise<void> => {
  await turn()
  collect ??= globalThis.gc ?? exposed()
  collect()
}

/** The collector, also where the process was started without `--expose-gc`: a new context of V8 has it once the flag is set. */
const exposed = (): (() => void) => {
  setFlagsFromString('--expose-gc')
  return (createContext(constants.DONT_CONTEXTIFY) as { readonly gc: () => void }).gc
}
