import { readFile } from 'node:fs/promises'
import test from 'ava'
import { VERSION } from '#src/core/index.js'

test('the version that studies note is the version of the package', async t => {
  t.is(VERSION, JSON.parse(await readFile('package.json', 'utf8')).version)
})
