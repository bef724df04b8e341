import test from 'ava'
import { command } from '#src/profilers/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { programPath } from './running.js'

test('a command keeps the contract', async t => {
  const profiler = command({
    command: ({ deed, code = 0 }: { readonly deed: string; readonly code?: number }) => [
      process.execPath,
      programPath('deeds.mjs'),
      deed,
      String(code),
    ],
    metrics: { loss: { unit: '', better: 'lower' }, powerW: { unit: 'W', optional: true } },
  })
  t.deepEqual(
    await checkProfiler(profiler, {
      configs: [{ deed: 'measure' }, { deed: 'slow' }, { deed: 'leaver' }],
      invalidConfig: { deed: 'exit', code: 3 },
    }),
    [],
  )
})
