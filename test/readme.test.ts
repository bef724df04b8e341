// The documentation's code is run: every `ts` and `js` block of README.md and docs/*.md, unless it says `no-run`
// after the language. TypeScript blocks are checked against the types of the package as built.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'

const timeoutMs = 120_000
const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = join(root, 'build/readme')

interface Block {
  /** Page and line, as in `README.md:23`. */
  readonly place: string
  readonly file: string
  readonly code: string
}

/** Runnable blocks of a page. The code starts at the line that it has there, so that messages of tsc point to the page. */
const blocksOf = (page: string): Block[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```(ts|js)\b(.*)\n([\s\S]*?)^```$/gm)]
    .map(({ 1: language, 2: info = '', 3: code = '', index, input }) => {
      const line = input.slice(0, index).split('\n').length
      const name = `${page.replaceAll(/\W+/g, '-')}-${line}`
      return { place: `${page}:${line}`, file: `${name}.${language}`, code: '\n'.repeat(line) + code, info }
    })
    .filter(({ info }) => !/\bno-run\b/.test(info))

const docs = existsSync(join(root, 'docs')) ? readdirSync(join(root, 'docs')).map(name => `docs/${name}`) : []
const blocks = ['README.md', ...docs]
  .filter(page => page.endsWith('.md') && existsSync(join(root, page)))
  .flatMap(blocksOf)

const compile = () => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { file, code } of blocks) writeFileSync(join(folder, file), code)
  const compilerOptions = {
    rootDir: '.',
    outDir: 'out',
    allowJs: true,
    checkJs: false,
    composite: false,
    declaration: false,
    moduleDetection: 'force',
    noUnusedLocals: false,
  }
  const config = { extends: '../../tsconfig.base.json', compilerOptions, include: ['*.ts', '*.js'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(root, 'node_modules/@typescript/native/bin/tsc')
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', folder], { cwd: folder, encoding: 'utf8' })
  return stdout + stderr
}
const complaints = compile()

test('the documentation shows code that runs', t => {
  t.true(blocks.length > 0)
})

test('the code in the documentation has no type errors', t => {
  t.is(complaints, '')
})

for (const { place, file } of blocks) {
  test.serial(`the code at ${place} runs`, t => {
    const program = join(folder, 'out', file.replace(/ts$/, 'js'))
    const cwd = mkdtempSync(join(tmpdir(), 'paretune-readme-'))
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program], {
      cwd,
      encoding: 'utf8',
      timeout: timeoutMs,
    })
    rmSync(cwd, { recursive: true })
    t.deepEqual({ status, signal }, { status: 0, signal: null }, `${stdout}\n${stderr}`)
  })
}
