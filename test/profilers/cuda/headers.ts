import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiler, noCompiler } from './stubs.js'

// NVIDIA's headers, where there is a toolkit: the C compiler compares with them what is declared here.

export const include = join(process.env.CUDA_PATH ?? process.env.CUDA_HOME ?? '/usr/local/cuda', 'include')

/** Why a header cannot be looked at; undefined where it can. */
export const headerProblem = (header: string): string | undefined =>
  noCompiler ?? (existsSync(join(include, header)) ? undefined : `no ${header}: set CUDA_PATH`)

/** What the compiler has to say to C that includes the headers; names of older versions stay visible. */
export const complaintsOf = (headers: readonly string[], code: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'paretune-headers-'))
  try {
    const file = join(folder, 'check.c')
    const includes = ['stdint.h', ...headers].map(header => `#include <${header}>`)
    writeFileSync(file, ['#define __CUDA_API_VERSION_INTERNAL', ...includes, code].join('\n'))
    const flags = ['-std=c11', '-fsyntax-only', '-Wall', '-Werror', '-Wconversion', `-I${include}`]
    return spawnSync(compiler, [...flags, file]).stderr.toString()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** C that holds where the header has these values. */
export const asserts = (prefix: string, values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `_Static_assert(${prefix}${name} == ${value}, "${name}");`)
    .join('\n')

/**
 * C with a function of the same parameters for each, which calls the one of the header: a wrong number of them, values for pointers
 * and values that do not fit are errors. Handles are passed as `void *` and enums as int, as C has it.
 */
export const callers = (functions: Readonly<Record<string, string>>): string =>
  Object.entries(functions)
    .map(([name, parameters]) => {
      const names = parameters === 'void' ? [] : parameters.split(', ').map(parameter => /\w+$/.exec(parameter)?.[0])
      const declared = parameters.replaceAll('char **', 'char *const *')
      return `int check_${name}(${declared}) { return (int)${name}(${names.join(', ')}); }`
    })
    .join('\n')
