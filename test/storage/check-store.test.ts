import test from 'ava'
import { left, right } from '#src/core/fp.js'
import { fault } from '#src/core/index.js'
import { memory, type Store } from '#src/storage/index.js'
import { checkStore } from '#src/testing/index.js'

// A store that is wrong in one way each, and the rule that it must be found to break.
const WRONG: Readonly<Record<string, { spoil: (store: Store) => Partial<Store>; rule: RegExp }>> = {
  'forgets the last entry of an append': {
    spoil: store => ({ append: (study, entries) => store.append(study, entries.slice(0, -1)) }),
    rule: /^the log keeps its order/,
  },
  'writes an append entry by entry': {
    spoil: store => ({
      append: (study, entries) => async () => {
        for (const entry of entries) {
          const kept = await store.append(study, [entry])()
          if (kept._tag === 'Left') return kept
        }
        return store.append(study, [])()
      },
    }),
    rule: /^an append is all or nothing/,
  },
  'overwrites a study of the same name': {
    spoil: store => ({
      create: header => async () => {
        await store.remove(header.name)()
        return store.create(header)()
      },
    }),
    rule: /^a name is taken once/,
  },
  'keeps the first checkpoint': {
    spoil: store => {
      const seen = new Set<string>()
      return {
        checkpoint: (study, checkpoint) => async () => {
          if (seen.has(study)) return right(undefined)
          seen.add(study)
          return store.checkpoint(study, checkpoint)()
        },
      }
    },
    rule: /^a checkpoint replaces the one before/,
  },
  'says that a study is missing where it has none of that name': {
    spoil: store => ({
      load: study => async () => {
        const loaded = await store.load(study)()
        return loaded._tag === 'Right' && !loaded.right ? left(fault('StudyMissing', 'no such study')) : loaded
      },
    }),
    rule: /^a study that does not exist loads as undefined/,
  },
  'throws after close': {
    spoil: store => {
      let closed = false
      return {
        list: () => {
          if (closed) throw new Error('closed')
          return store.list()
        },
        close: async () => {
          closed = true
          await store.close()
        },
      }
    },
    rule: /^close waits .*got an exception/,
  },
  'turns numbers that JSON cannot say into null': {
    spoil: store => ({
      load: study => async () => {
        const loaded = await store.load(study)()
        return loaded._tag === 'Right' && loaded.right ? right(JSON.parse(JSON.stringify(loaded.right))) : loaded
      },
    }),
    rule: /^values come back as they were/,
  },
}

for (const [what, { spoil, rule }] of Object.entries(WRONG)) {
  test(`checkStore finds a store that ${what}`, async t => {
    const violations = await checkStore(() => {
      const store = memory()
      return { ...store, ...spoil(store) }
    })
    t.true(
      violations.some(violation => rule.test(violation)),
      JSON.stringify(violations),
    )
  })
}

test('checkStore finds stores that are said to share their studies and do not', async t => {
  const violations = await checkStore(() => memory(), { shared: true })
  t.is(violations.length, 2, JSON.stringify(violations))
})
