import { isDeepStrictEqual } from 'node:util'
import { type Either, isLeft } from '../core/fp.js'
import type { StoreError } from '../core/index.js'
import type { LogEntry, Store } from '../storage/store.js'
import { asked, checkpoint, failed, header, measured, pending } from './store-samples.js'

/** Undefined where the rule holds, else what was expected and what came. */
type Rule = (open: () => Promise<Store>) => Promise<string | undefined>

export const NAME = 'check-store "ünï\u{1F600}" \'quoted\'; --'
export const OTHER = 'check-store other'

export const RULES: Readonly<Record<string, Rule>> = {
  'a study that does not exist loads as undefined': async open => {
    const came = ok(await (await open()).load('check-store nothing')())
    return came === undefined ? undefined : expected('undefined', came)
  },
  'a new study has its header, an empty log and no checkpoint': async open => {
    const store = await open()
    ok(await store.create(header(NAME))())
    const came = ok(await store.load(NAME)())
    return isDeepStrictEqual(came, { header: header(NAME), log: [] })
      ? undefined
      : expected('them', JSON.stringify(came))
  },
  'a name is taken once': async open => {
    const store = await open()
    ok(await store.create(header(NAME))())
    ok(await store.append(NAME, [asked(0)])())
    const came = tagOf(await store.create({ ...header(NAME), seed: 1 })())
    if (came !== 'StudyExists') return expected('StudyExists', came)
    const kept = ok(await store.load(NAME)())
    return kept?.log.length === 1 && kept.header.seed === 42
      ? undefined
      : 'expected the first study untouched, got it changed'
  },
  'studies are listed oldest first': async open => {
    const store = await open()
    ok(await store.create(header(OTHER))())
    ok(await store.create(header(NAME))())
    const came = ok(await store.list()()).filter(name => name === NAME || name === OTHER)
    return isDeepStrictEqual(came, [OTHER, NAME]) ? undefined : expected('both, oldest first', JSON.stringify(came))
  },
  'the log keeps its order over several appends, awaited or not': async open => {
    const store = await open()
    ok(await store.create(header(NAME))())
    const log = [asked(0), asked(1), failed(1), asked(2), failed(0)]
    const appends = [log.slice(0, 2), [], log.slice(2, 3), log.slice(3)].map(entries => store.append(NAME, entries)())
    for (const append of await Promise.all(appends)) ok(append)
    return difference(log, ok(await store.load(NAME)())?.log)
  },
  'values come back as they were': async open => {
    const store = await open()
    ok(await store.create(header(NAME))())
    const deep = Array.from({ length: 200 }).reduce<readonly unknown[]>(inner => [inner], []) as never
    const text = 'ünï \u{1F600} "quoted" \'single\' \\ \u0000 \ud800 </script>\n'
    const samples = Float64Array.from({ length: 500 }, (_, i) => Math.sin(i) / 3)
    const log: LogEntry[] = [
      { _tag: 'Asked', trial: { ...pending(0, text), memo: { deep, $: 'numbers', [text]: text, ['__proto__']: 1 } } },
      measured(0, Array.from(samples), [text]),
      measured(1, [Number.NaN, -0, ...samples]),
      measured(2, samples as unknown as number[]),
      measured(3, [1, 2, 3]),
    ]
    ok(await store.append(NAME, log)())
    return difference(log, ok(await store.load(NAME)())?.log)
  },
  'the cause of a failure may be an error': async open => {
    const store = await open()
    ok(await store.create(header(NAME))())
    const failure = {
      _tag: 'RunFailed' as const,
      message: 'no',
      cause: new Error('the driver said so'),
      details: { f: () => 0 },
    }
    ok(
      await store.append(NAME, [
        { _tag: 'Told', trial: 0, outcome: { _tag: 'Failed', failure, costMs: 1 }, reward: 0, finishedMs: 1 },
      ])(),
    )
    const came = JSON.stringify(ok(await store.load(NAME)())?.log)
    return came?.includes('the driver said so') ? undefined : expected('the message of the error in the entry', came)
  },
  'an append is all or nothing': async open => {
    const store = await open()
    ok(await store.create(header(NAME))())
    const unstorable = { ...pending(1), memo: (() => 0) as never }
    const came = tagOf(await store.append(NAME, [asked(0), { _tag: 'Asked', trial: unstorable }])())
    if (came !== 'StoreFailed') return expected('StoreFailed for a function in a memo', came)
    return difference([], ok(await store.load(NAME)())?.log)
  },
  'what was given may be changed afterwards': async open => {
    const store = await open()
    ok(await store.create(header(NAME))())
    const weights = new Uint8Array([1, 2, 3])
    const samples = [1, 2, 3]
    ok(await store.append(NAME, [measured(0, samples)])())
    ok(await store.checkpoint(NAME, checkpoint(1, { weights }))())
    weights.fill(9)
    samples.fill(9)
    const came = ok(await store.load(NAME)())
    return (
      difference([measured(0, [1, 2, 3])], came?.log) ??
      (came?.checkpoint?.agent.buffers.weights?.[0] === 1 ? undefined : 'expected the buffer as it was, got it changed')
    )
  },
  'a checkpoint replaces the one before, byte for byte': async open => {
    const store = await open()
    ok(await store.create(header(NAME))())
    const pool = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256)
    ok(await store.checkpoint(NAME, checkpoint(3, { old: pool, weights: pool }))())
    const newest = checkpoint(7, { weights: pool.subarray(3, 66_003), empty: new Uint8Array() })
    ok(await store.checkpoint(NAME, newest)())
    const came = ok(await store.load(NAME)())?.checkpoint
    return isDeepStrictEqual(came, newest)
      ? undefined
      : expected('the newest checkpoint as it was given', JSON.stringify(came)?.slice(0, 300))
  },
  'a study that does not exist cannot be added to': async open => {
    const store = await open()
    const came = [
      tagOf(await store.append(NAME, [asked(0)])()),
      tagOf(await store.checkpoint(NAME, checkpoint(0, {}))()),
    ]
    return came.every(tag => tag === 'StudyMissing') ? undefined : expected('StudyMissing twice', came)
  },
  'a removed study is gone, and its name is free': async open => {
    const store = await open()
    ok(await store.create(header(OTHER))())
    ok(await store.create(header(NAME))())
    for (const name of [NAME, OTHER]) ok(await store.append(name, [asked(0)])())
    ok(await store.checkpoint(NAME, checkpoint(1, { weights: new Uint8Array(8) }))())
    ok(await store.remove(NAME)())
    ok(await store.remove(NAME)())
    if (ok(await store.load(NAME)()) !== undefined) return 'expected undefined for the removed study, got it'
    ok(await store.create(header(NAME))())
    const fresh = ok(await store.load(NAME)())
    if (!isDeepStrictEqual(fresh, { header: header(NAME), log: [] }))
      return expected('an empty new study', JSON.stringify(fresh))
    return difference([asked(0)], ok(await store.load(OTHER)())?.log)
  },
  'ten thousand entries are one append': async open => {
    const store = await open()
    ok(await store.create(header(NAME))())
    const log = Array.from({ length: 10_000 }, (_, i) => (i % 2 ? failed((i - 1) / 2) : asked(i / 2)))
    ok(await store.append(NAME, log)())
    return difference(log, ok(await store.load(NAME)())?.log)
  },
  'close waits for what is under way, may be called twice, and everything after it is a Left': async open => {
    const store = await open()
    ok(await store.create(header(NAME))())
    const underWay = store.append(NAME, [asked(0)])()
    await store.close()
    ok(await underWay)
    await store.close()
    const came = [
      tagOf(await store.list()()),
      tagOf(await store.load(NAME)()),
      tagOf(await store.create(header(OTHER))()),
      tagOf(await store.append(NAME, [asked(1)])()),
      tagOf(await store.remove(NAME)()),
    ]
    return came.every(tag => tag === 'StoreFailed') ? undefined : expected('StoreFailed each time', came)
  },
}

export const SHARED_RULES: Readonly<Record<string, Rule>> = {
  'what one store wrote another one reads after it was closed': async open => {
    const first = await open()
    ok(await first.create(header(NAME))())
    ok(await first.append(NAME, [asked(0), failed(0)])())
    ok(await first.checkpoint(NAME, checkpoint(2, { weights: new Uint8Array([255, 0]) }))())
    await first.close()
    const came = ok(await (await open()).load(NAME)())
    const wanted = {
      header: header(NAME),
      log: [asked(0), failed(0)],
      checkpoint: checkpoint(2, { weights: new Uint8Array([255, 0]) }),
    }
    return isDeepStrictEqual(came, wanted) ? undefined : expected('the same study', JSON.stringify(came))
  },
  'two stores append to one study at once, and nothing is lost or reordered': async open => {
    const stores = [await open(), await open()]
    const reader = await open()
    ok(await reader.create(header(NAME))())
    await Promise.all(
      stores.map(async (store, writer) => {
        for (let i = 0; i < 50; i++) ok(await store.append(NAME, [asked(2 * i + writer), failed(2 * i + writer)])())
      }),
    )
    const log = ok(await reader.load(NAME)())?.log ?? []
    const byWriter = [0, 1].flatMap(writer => log.filter(entry => numberOf(entry) % 2 === writer))
    const wanted = [0, 1].flatMap(writer => Array.from({ length: 50 }, (_, i) => 2 * i + writer))
    return difference(
      wanted.flatMap(number => [asked(number), failed(number)]),
      byWriter,
    )
  },
}

const ok = <A>(result: Either<StoreError, A>): A => {
  if (isLeft(result)) throw new Error(`${result.left._tag}: ${result.left.message}`)
  return result.right
}
const tagOf = <A>(result: Either<StoreError, A>): string => (isLeft(result) ? result.left._tag : 'a Right')
const expected = (what: string, came: unknown): string => `expected ${what}, got ${String(came)}`

/** The first place where two logs differ. */
const difference = (wanted: readonly LogEntry[], came: readonly LogEntry[] = []): string | undefined => {
  if (wanted.length !== came.length) return expected(`${wanted.length} entries`, came.length)
  const at = wanted.findIndex((entry, i) => !isDeepStrictEqual(entry, came[i]))
  return at < 0 ? undefined : expected(`entry ${at} as it was given`, JSON.stringify(came[at])?.slice(0, 300))
}

const numberOf = (entry: LogEntry): number => (entry._tag === 'Asked' ? entry.trial.number : entry.trial)
