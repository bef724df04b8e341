import test from 'ava'
import { isRight } from '#src/core/fp.js'
import type { Config } from '#src/core/index.js'
import type { Profiler } from '#src/profilers/profiler.js'
import type { Space } from '#src/space/space.js'
import * as convolutionKernel from '../../../examples/demo/kernels/convolution.js'
import { convolution, matmul } from '../../../examples/demo/kernels/index.js'
import * as matmulKernel from '../../../examples/demo/kernels/matmul.js'
import { context } from './kernels.js'

// The kernels of the demo: every configuration has to compute the right result on the backend that it names.

const limits = { timeMs: 1, warmupMs: 0, minSamples: 1 }
const parts: readonly [string, { space: Space; defaultConfig: Config }, Profiler][] = [
  ['matrix multiplication', matmul as never, matmulKernel.profiler(limits) as never],
  ['convolution', convolution as never, convolutionKernel.profiler(limits) as never],
]

for (const [name, { space, defaultConfig }, profiler] of parts) {
  test.serial(`${name}: two dozen arms at most, and the default is one of them`, t => {
    t.true(space.count() <= 24)
    t.true(isRight(space.parse(defaultConfig)))
  })

  test.serial(`${name}: every configuration gives the reference result on the backend that it names`, async t => {
    for (const config of space.enumerate()) {
      const answer = await profiler.profile(config, context())()
      if (!isRight(answer)) throw t.fail(`${JSON.stringify(config)}: ${answer.left.message}`)
      t.true(answer.right.notes?.some(note => note.startsWith(`ran ${config.mode}`)))
    }
    await profiler.close?.()
  })
}
