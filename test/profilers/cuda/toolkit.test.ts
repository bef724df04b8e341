import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { DEVICE_ATTRIBUTES } from '#src/profilers/cuda/attributes.js'
import { DRIVER_FUNCTIONS, endsContext } from '#src/profilers/cuda/driver.js'
import { nvrtcFiles } from '#src/profilers/cuda/files.js'
import { FUNCTION_ATTRIBUTES, JIT_OPTIONS } from '#src/profilers/cuda/kernel.js'
import { architectureFor, loadNvrtc, NVRTC_FUNCTIONS, type Nvrtc } from '#src/profilers/cuda/nvrtc.js'
import { ProfileError } from '#src/profilers/index.js'
import { isRequired } from '../../required.js'
import { asserts, callers, complaintsOf, headerProblem, include } from './headers.js'
import { astray, lastOf, saxpy } from './kernels.js'
import { compileStub, stubSource } from './stubs.js'

// NVIDIA's own NVRTC and headers, where there is a toolkit: it takes no GPU.

const found = await loadNvrtc(nvrtcFiles(Number.POSITIVE_INFINITY)).catch((error: Error) => error)
const nvrtc = found as Nvrtc
const noNvrtc = found instanceof Error ? 'no NVRTC: set CUDA_PATH' : undefined
const withNvrtc = noNvrtc === undefined || isRequired('cuda-toolkit') ? test : test.skip
const nvrtcTitle = (words: string): string => `${words}${noNvrtc === undefined ? '' : ` (${noNvrtc})`}`

const source = saxpy.source as string
const defines = { block: 128, ITEMS: 2 }
const compile = (parts: Partial<Parameters<Nvrtc['compile']>[0]> = {}, capability = 90) =>
  nvrtc.compile({ source, entry: 'saxpy', defines, options: [], ...parts }, capability)
const logOf = async (t: ExecutionContext, compiling: Promise<unknown>): Promise<string> => {
  const { failure } = (await t.throwsAsync(compiling, { instanceOf: ProfileError })) as ProfileError
  t.is(failure._tag, 'CompileFailed')
  t.true(failure.message.endsWith(String(failure.details?.log)))
  return String(failure.details?.log)
}

withNvrtc(nvrtcTitle('NVRTC compiles for the device, to a cubin'), async t => {
  const { image, entry } = await compile()
  t.is(entry, 'saxpy')
  t.is(Buffer.from(image.subarray(0, 4)).toString('latin1'), '\x7fELF')
  t.true(Buffer.from(image).includes('saxpy'))
})

withNvrtc(nvrtcTitle('NVRTC compiles what the tests on a GPU launch'), async t => {
  for (const { source, entry } of [saxpy, lastOf(2 ** 16), astray])
    t.truthy(await compile({ source: source as string, entry }), entry)
})

withNvrtc(nvrtcTitle('for a device that is newer NVRTC compiles to PTX, which ends with a NUL'), async t => {
  const { image } = await compile({}, 999)
  t.regex(Buffer.from(image).toString(), /\.version \d[\s\S]*\.entry saxpy\([\s\S]*\}\s*\0$/)
})

withNvrtc(nvrtcTitle('the entry is any name of a kernel in C++, with defines in it'), async t => {
  const body = '{ y[0] = N; }'
  const { entry } = await compile({
    source: `namespace kernels { template <int N> __global__ void fill(float *y) ${body} }`,
    entry: 'kernels::fill<block>',
  })
  // The mangled name has the value of `block` in it.
  t.regex(entry, /^_ZN7kernels4fillILi128EEEvPf$/)
})

withNvrtc(nvrtcTitle('what does not compile fails with the log of the compiler'), async t => {
  t.regex(await logOf(t, compile({ defines: {} })), /kernel\.cu\(\d+\): error: identifier "block" is undefined/)
  t.regex(await logOf(t, compile({ entry: 'other' })), /identifier "other" is undefined/)
  t.regex(await logOf(t, compile({ options: ['--no-such-option'] })), /--no-such-option/)
})

withNvrtc(
  nvrtcTitle('source nested as deep as generated code may be compiles, while the event loop goes on'),
  async t => {
    let turns = 0
    const ticking = setInterval(() => turns++, 1)
    const nested = `${'('.repeat(1000)}y[0]${' + 1)'.repeat(1000)}`
    await compile({ source: `extern "C" __global__ void deep(float *y) { y[0] = ${nested}; }`, entry: 'deep' })
    clearInterval(ticking)
    t.true(turns > 0, 'the event loop stood still')
  },
)

test('a device is compiled for by its own name, a newer one by the latest that it can run, an older one not at all', t => {
  t.is(architectureFor(90, [80, 90, 100], '12.9'), 'sm_90')
  t.is(architectureFor(95, [80, 90, 100], '12.9'), 'compute_90')
  t.throws(() => architectureFor(70, [80, 90, 100], '13.0'), {
    code: 'InvalidProfiler',
    message: 'expected an NVRTC that compiles for sm_70, got 13.0, which compiles for 80, 90, 100',
  })
})

const noHeaders = headerProblem('cuda.h') ?? headerProblem('nvrtc.h')
const withHeaders = noHeaders === undefined || isRequired('cuda-toolkit') ? test : test.skip
const headersTitle = (words: string): string => `${words}${noHeaders === undefined ? '' : ` (${noHeaders})`}`
const headers = ['cuda.h', 'nvrtc.h']

withHeaders(headersTitle('the constants are those of cuda.h'), t => {
  const all = [
    asserts('CU_DEVICE_ATTRIBUTE_', DEVICE_ATTRIBUTES),
    asserts('CU_FUNC_ATTRIBUTE_', FUNCTION_ATTRIBUTES),
    asserts('CU_JIT_', JIT_OPTIONS),
    asserts('CUDA_ERROR_', { OUT_OF_MEMORY: 2, NOT_READY: 600 }),
  ]
  t.is(complaintsOf(headers, all.join('\n')), '')
  t.not(complaintsOf(headers, asserts('CU_DEVICE_ATTRIBUTE_', { WARP_SIZE: 11 })), '')
})

withHeaders(headersTitle('the functions take what they are given here'), t => {
  t.is(complaintsOf(headers, callers({ ...DRIVER_FUNCTIONS, ...NVRTC_FUNCTIONS })), '')
  t.not(complaintsOf(headers, callers({ cuMemAlloc_v2: 'uint64_t address, size_t bytes' })), '')
})

withHeaders(headersTitle('errors after which cuda.h has the process started anew end a context'), t => {
  const header = readFileSync(join(include, 'cuda.h'), 'utf8')
  const enumeration = header.slice(header.indexOf('typedef enum cudaError_enum'), header.indexOf('} CUresult;'))
  const fatal = [...enumeration.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*CUDA_ERROR_\w+\s*=\s*(\d+)/g)]
    .filter(([, comment = '']) => /process[\s*]+must[\s*]+be[\s*]+terminated/.test(comment))
    .map(([, , code]) => Number(code))
  t.true(fatal.length >= 8, `found ${fatal.length}`)
  t.deepEqual(
    fatal.filter(code => !endsContext(code)),
    [],
  )
})

withHeaders(headersTitle('the stubs have the signatures of the headers'), t => {
  const folder = mkdtempSync(join(tmpdir(), 'paretune-headers-'))
  try {
    for (const name of ['cuda', 'nvrtc'])
      compileStub(stubSource(name), join(folder, name), [`-I${include}`, '-DWITH_CUDA_H', '-DWITH_NVRTC_H'])
    t.pass()
  } finally {
    rmSync(folder, { recursive: true })
  }
})
