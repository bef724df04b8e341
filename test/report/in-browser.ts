import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import test from 'ava'
import { isRequired } from '../required.js'

const CHROMIUM = '/usr/bin/chromium'
/** A test that takes Chromium. */
export const inBrowser = existsSync(CHROMIUM) || isRequired('chromium') ? test : test.skip

/** The document after its scripts ran, as Chromium writes it down. */
export const domOf = async (page: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'paretune-page-'))
  try {
    await writeFile(join(folder, 'page.html'), page)
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      `--user-data-dir=${join(folder, 'profile')}`,
      '--dump-dom',
    ]
    const url = pathToFileURL(join(folder, 'page.html')).href
    return (await promisify(execFile)(CHROMIUM, [...flags, url], { maxBuffer: 1e8 })).stdout
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
