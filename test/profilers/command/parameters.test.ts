import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute } from 'node:path'
import test from 'ava'
import { ParetuneError } from '#src/core/index.js'
import type { CommandDefinition, ProfileContext } from '#src/profilers/index.js'
import { failureOf, profileOf, programPath } from './running.js'

const GIVEN = [process.execPath, programPath('given.mjs')]
const CONFIG = { batchSize: 8, learning_rate: 1e-7, pinMemory: true, GPUCount: 2, compile: false, mode: 'a b"$(c)' }

interface Given {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly stdin: string
  readonly file?: unknown
}

/** What a program was given for a configuration. */
const givenBy = async (
  definition: Partial<CommandDefinition<typeof CONFIG, string>>,
  context: Partial<ProfileContext> = { fidelity: 1, seed: 7 },
): Promise<Given> => {
  let given: Given | undefined
  await profileOf(
    {
      command: GIVEN,
      ...(definition as object),
      parse: ({ stdout }) => {
        given = JSON.parse(stdout)
        return {}
      },
    },
    { config: CONFIG, context },
  )
  return given as Given
}

test('parameters are arguments in kebab case, a flag for true and nothing for false', async t => {
  const { args } = await givenBy({})
  t.deepEqual(args, [
    ...['--batch-size', '8', '--learning-rate', '1e-7', '--pin-memory'],
    ...['--gpu-count', '2', '--mode', 'a b"$(c)'],
  ])
})

test('arguments can be named in snake case or as the parameters are, and say false', async t => {
  const snake = await givenBy({ parameters: { as: 'arguments', naming: 'snake', flags: 'negated' } })
  t.deepEqual(
    snake.args.filter(arg => arg.startsWith('--')),
    ['--batch_size', '--learning_rate', '--pin_memory', '--gpu_count', '--no_compile', '--mode'],
  )
  const exact = await givenBy({ parameters: { as: 'arguments', naming: 'exact', flags: 'value' } })
  t.deepEqual(exact.args.slice(4, 10), ['--pinMemory', 'true', '--GPUCount', '2', '--compile', 'false'])
})

test('parameters are environment variables, fidelity, seed and trials always', async t => {
  const { args, env } = await givenBy(
    { parameters: { as: 'environment', prefix: 'TUNE_' } },
    { fidelity: 0.25, seed: 12, trial: 5, resumeFrom: 3 },
  )
  t.deepEqual(args, [])
  // Of the test run itself.
  const { PARETUNE_REQUIRE: _required, ...given } = env
  t.deepEqual(given, {
    TUNE_BATCH_SIZE: '8',
    TUNE_LEARNING_RATE: '1e-7',
    TUNE_PIN_MEMORY: 'true',
    TUNE_GPU_COUNT: '2',
    TUNE_COMPILE: 'false',
    TUNE_MODE: 'a b"$(c)',
    PARETUNE_FIDELITY: '0.25',
    PARETUNE_SEED: '12',
    PARETUNE_TRIAL: '5',
    PARETUNE_RESUME_FROM: '3',
  })
})

test('parameters are a JSON file, which is gone after the run', async t => {
  const { args, file } = await givenBy({ parameters: { as: 'file' } })
  t.deepEqual(file, CONFIG)
  t.is(args.length, 1)
  t.true(isAbsolute(args[0] ?? ''))
  t.false(existsSync(args[0] ?? ''))
  const named = await givenBy({ parameters: { as: 'file' }, command: [...GIVEN, '--config={file}'] })
  t.regex(named.args.join('\n'), /^--config=.*parameters\.json$/)
})

test.serial('a file of parameters is gone after a failure too', async t => {
  const left = () => readdirSync(tmpdir()).filter(name => name.startsWith(`paretune-command-${process.pid}-`))
  const parameters = { as: 'file' } as const
  t.is((await failureOf({ command: [process.execPath, '-e', 'process.exit(1)'], parameters }))._tag, 'RunFailed')
  t.regex((await failureOf({ command: ['{nothing}'], parameters })).message, /placeholder/)
  t.regex((await failureOf({ command: '/there/is/no/such/program', parameters })).message, /ENOENT/)
  t.deepEqual(left(), [])
})

test('placeholders take the place of their parameters; the others follow', async t => {
  const { args, env } = await givenBy({
    command: [...GIVEN, '-b{batchSize}', '--seed={seed}', '{fidelity}', '{mode}', '--lr={learning_rate?}', '--x={x?}'],
    env: { EXTRA: 'gpus={GPUCount}', EXTRA_NONE: '{none?}' },
  })
  t.deepEqual(args, ['-b8', '--seed=7', '1', 'a b"$(c)', '--lr=1e-7', '--pin-memory'])
  const resumed = await givenBy(
    { command: [...GIVEN, '--save={trial}', '--from={resumeFrom?}'], parameters: { as: 'nothing' } },
    { fidelity: 1, seed: 7, trial: 5, resumeFrom: 3 },
  )
  t.deepEqual(resumed.args, ['--save=5', '--from=3'])
  t.is(env.EXTRA, 'gpus=2')
  t.false('EXTRA_NONE' in env)
})

test('a function gives the whole command, and others environment and stdin', async t => {
  const { args, env, stdin, cwd } = await givenBy({
    command: ({ batchSize }, { fidelity, seed }) => [...GIVEN, `${batchSize}/${fidelity}/${seed}`],
    env: ({ mode }) => ({ EXTRA: mode }),
    stdin: config => JSON.stringify(config),
    cwd: tmpdir(),
  })
  t.deepEqual(args, ['8/1/7'])
  t.is(env.EXTRA, CONFIG.mode)
  t.deepEqual(JSON.parse(stdin), CONFIG)
  t.is(cwd, tmpdir())
})

test('a program need not read its input', async t => {
  const { metrics } = await profileOf({ command: [process.execPath, '-e', '0'], stdin: 'x'.repeat(2 ** 20) })
  t.true(Number(metrics.wallMs) > 0)
})

test('an unknown placeholder is an error of the profiler and says which parameters there are', async t => {
  const { cause } = await failureOf({ command: [...GIVEN, '--b={bacth}'] }, { config: { batch: 1 } })
  t.true(cause instanceof ParetuneError)
  t.like(cause as ParetuneError, { code: 'InvalidProfiler' })
  t.regex((cause as ParetuneError).message, /expected one of fidelity, seed, batch in the placeholder \{bacth\}/)
})
