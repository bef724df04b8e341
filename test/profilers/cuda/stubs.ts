import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestFn } from 'ava'
import koffi from 'koffi'
import { isRequired } from '../../required.js'

// The sources stay in test/, beside which tsc writes to build/test/.
export const stubSource = (name: string): string =>
  fileURLToPath(new URL(`../../../../test/profilers/cuda/stub/${name}.c`, import.meta.url))

/** A compiled stub: what it was called with, and what it is told to do. */
export interface Stub {
  readonly path: string
  /** The calls since the last reset, one a line, as in `cuMemAlloc_v2 1024`. */
  log(): string[]
  /** Count of `contexts`, `allocations`, ... that there are; or a setting. */
  get(name: string): number
  /** `fail NAME` to a status, `kernels take us` to microseconds, ... */
  set(name: string, value: number): void
  reset(): void
}

export const compiler = process.env.CC ?? 'cc'

/** Why the stubs cannot be compiled here; undefined where they can. */
export const noCompiler = spawnSync(compiler, ['--version']).status === 0 ? undefined : `no C compiler (${compiler})`

/** Compiles a source to a shared library. Throws with what the compiler said. */
export const compileStub = (source: string, path: string, flags: readonly string[] = []): void => {
  const { status, stderr } = spawnSync(compiler, ['-shared', '-fPIC', ...flags, '-o', path, source])
  if (status !== 0) throw new Error(stderr.toString())
}

/** Loads the library's own functions. */
export const stubAt = (path: string): Stub => {
  const library = koffi.load(path)
  const log = library.func('const char *stub_log()')
  return {
    path,
    log: () => (log() as string).split('\n').slice(0, -1),
    get: library.func('int stub_get(const char *name)'),
    set: library.func('void stub_set(const char *name, int value)'),
    reset: library.func('void stub_reset()'),
  }
}

/** The sources compiled into a folder of their own, under the names that the loader looks for. */
export const compileStubs = (): {
  readonly folder: string
  readonly cuda: string
  readonly nvrtc: string
  remove(): void
} => {
  const into = mkdtempSync(join(tmpdir(), 'paretune-stub-'))
  const paths = { cuda: join(into, 'libcuda.so.1'), nvrtc: join(into, 'libnvrtc.so.12') }
  compileStub(stubSource('cuda'), paths.cuda)
  compileStub(stubSource('nvrtc'), paths.nvrtc)
  return { folder: into, ...paths, remove: () => rmSync(into, { recursive: true }) }
}

/** For a file of tests: compiles the stubs before them, resets the stubs before each, removes the stubs after all. */
export const stubbed = (test: TestFn) => {
  const onStubs = noCompiler === undefined || isRequired('cc') ? test.serial : test.serial.skip
  let opened: { readonly cuda: Stub; readonly nvrtc: Stub; remove(): void } | undefined
  const stubs = () => {
    opened ??= open()
    return opened
  }
  test.beforeEach(() => {
    opened?.cuda.reset()
    opened?.nvrtc.reset()
  })
  test.after.always(() => opened?.remove())
  return {
    onStubs,
    title: (words: string): string => `${words}${noCompiler === undefined ? '' : ` (${noCompiler})`}`,
    stubs,
    /** What the profiler is to load. */
    files: () => ({ driver: stubs().cuda.path, nvrtc: stubs().nvrtc.path }),
    /** Calls of a function of the driver. */
    calls: (name: string): string[] =>
      stubs()
        .cuda.log()
        .filter(line => line.split(' ')[0] === name),
  }
}

const open = () => {
  const { cuda, nvrtc, remove } = compileStubs()
  return { cuda: stubAt(cuda), nvrtc: stubAt(nvrtc), remove }
}
