import { rmSync } from 'node:fs'
import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { registerCompletionHandler } from 'ava'

/** Gives this thread a folder of its own for temporary files, which is gone in the end; answers how to see what lies in it. */
export const temporaryFiles = async (): Promise<() => Promise<readonly string[]>> => {
  const folder = await mkdtemp(join(tmpdir(), 'paretune-test-'))
  process.env.TMPDIR = folder
  registerCompletionHandler(() => rmSync(folder, { recursive: true }))
  return () => readdir(folder)
}
