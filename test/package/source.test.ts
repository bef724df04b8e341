import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test from 'ava'

// Rules of the source that neither the compiler nor the linter knows.

const folder = fileURLToPath(new URL('../../../src/', import.meta.url))
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => ({ path: path.replaceAll('\\', '/'), text: readFileSync(folder + path, 'utf8') }))

const rules = {
  'only core/rng makes randomness': { finds: /\bMath\.random\b|\brandomBytes\b|\bgetRandomValues\b/, except: /^$/ },
  'only core/clock tells time, and profilers, stores and the command line': {
    finds: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bhrtime\b/,
    except: /^(core\/clock\.ts$|profilers\/|storage\/|cli\/)/,
  },
  'no text is run as code': { finds: /\beval\(|\bFunction\(|\brunIn(New|This)?Context\b/, except: /^$/ },
}

/** Code without its comments. A `//` after a colon is part of an address. */
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '')

for (const [title, { finds, except }] of Object.entries(rules)) {
  test(title, t => {
    t.true(sources.length > 0)
    t.deepEqual(
      sources
        .filter(({ path, text }) => !except.test(path) && finds.test(withoutComments(text)))
        .map(({ path }) => path),
      [],
    )
  })
}

test('the rules of the source find what they forbid, in code and not in comments', t => {
  const offences = ['Math.random()', 'Date.now()', 'new Function("x")', 'globalThis.eval("1")']
  const finding = (text: string) => Object.values(rules).filter(rule => rule.finds.test(withoutComments(text))).length
  for (const offence of offences) {
    t.is(finding(`const x = ${offence} // as usual`), 1, offence)
    t.is(finding(`/* never\n * ${offence} */ const x = 1 // nor ${offence}`), 0, offence)
  }
})
