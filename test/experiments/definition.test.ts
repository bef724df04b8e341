import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { type ExperimentOptions, runExperiment } from '#src/index.js'
import { bowlsFolder, small } from './small.js'

const folder = bowlsFolder()
test.after.always(() => rmSync(folder, { recursive: true }))
const base = { ...small, folder }

test('what is wrong with a definition is told before anything runs', async t => {
  writeFileSync(
    join(folder, 'rubbish.mjs'),
    `export const problem = 5
     export const thrown = () => { throw new Error('nothing here') }
     export const agent = Object.assign(() => ({ name: 'x' }), { agentName: 'x' })`,
  )
  appendFileSync(join(folder, 'truncated.json.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]))
  writeFileSync(
    join(folder, 't4.json'),
    JSON.stringify({
      metadata: { timeunit: 'seconds' },
      results: [{ configuration: { a: 1 }, invalidity: 'correct' }],
    }),
  )
  const out = join(folder, 'never')
  const wrong: [Partial<ExperimentOptions>, string, RegExp][] = [
    [
      { problems: ['none/*.json'] },
      'InvalidExperiment',
      /^problem 1: expected files, got none that none\/\*\.json names$/,
    ],
    [
      { problems: ['truncated.json.gz'] },
      'InvalidRecording',
      /^problem 1: .*truncated\.json\.gz: expected a file that can be read/,
    ],
    [{ problems: ['t4.json'] }, 'InvalidRecording', /t4\.json: expected an object `times` in result 0, got nothing/],
    [{ problems: [{ recordd: 'x' }] }, 'InvalidExperiment', /^problem 1: expected an object with one of recorded, /],
    [
      { problems: [{ recorded: 'bowls/1.json', bettr: 'lower' }] },
      'InvalidExperiment',
      /got `bettr` \(did you mean `better`\?\)$/,
    ],
    [
      { problems: [{ synthetic: 'zdt7' }] },
      'InvalidStudy',
      /^problem 1: expected the name of a synthetic problem, got "zdt7" \(did you mean/,
    ],
    [{ problems: [{ module: 'nowhere.mjs' }] }, 'InvalidExperiment', /expected a module that can be imported/],
    [
      { problems: ['bowls/1.json', 'bowls/*.json'] },
      'InvalidExperiment',
      /^problems: expected each once, got .*\/1 twice$/,
    ],
    [{ problems: 'bowls/*.json' as never }, 'InvalidExperiment', /^problems: expected a list/],
    [{ agents: ['genetics'] }, 'InvalidExperiment', /^agent 1: .*got "genetics" \(did you mean `genetic`\?\)$/],
    [
      { agents: [{ agent: 'genetic', options: { size: 3 } }] },
      'InvalidExperiment',
      /^agent 1, options of genetic: expected one of population/,
    ],
    [
      { agents: [{ agent: 'genetic', options: { population: '20' } }] },
      'InvalidAgent',
      /^agent 1: genetic: expected a whole number of at least 2 for `population`, got "20"$/,
    ],
    [
      { agents: [{ agent: 'genetic', options: { crossoverChance: [] } }] },
      'InvalidAgent',
      /^agent 1: genetic: expected a number in \[0, 1\] for `crossoverChance`, got \[\]$/,
    ],
    [
      { agents: [{ agent: 'random', options: { repeat: 'false' } }] },
      'InvalidExperiment',
      /^agent 1, options of random: expected true or false for `repeat`, got "false"$/,
    ],
    [
      { agents: [{ agent: 'tpe', options: { startup: true } }] },
      'InvalidExperiment',
      /^agent 1, options of tpe: expected a value for `startup`, got true$/,
    ],
    [
      { agents: [{ agent: 'ppo', options: { policy: null } }] },
      'InvalidExperiment',
      /^agent 1, options of ppo: expected a value for `policy`, got null$/,
    ],
    [
      { agents: [{ agent: 'localSearch', options: { neighbours: 'near' } }] },
      'InvalidAgent',
      /^agent 1: localSearch: expected one of adjacent, hamming, mixed for `neighbours`, got "near"$/,
    ],
    [
      { agents: [{ agent: 'thompson', options: { prior: 'Beta' } }] },
      'InvalidAgent',
      /^agent 1: thompson: expected prior to be normal or beta, got "Beta"$/,
    ],
    [{ agents: [{ agent: 'dqn', options: { hidden: 8 } }] }, 'InvalidAgent', /^agent 1: dqn: .*hidden/],
    [
      { problems: [{ synthetic: 'zdt1' }], agents: [{ agent: 'nsga3', options: { directions: 'many' } }] },
      'InvalidAgent',
      /^nsga3 directions=many on .*: nsga3: expected directions of 2 numbers of at least 0, not all 0 for `directions`/,
    ],
    [
      { agents: [{ agent: 'operatorPolicy', options: { policy: 'none.json' } }] },
      'InvalidExperiment',
      /^agent 1: ENOENT: .*none\.json/,
    ],
    [
      { agents: [null as never] },
      'InvalidExperiment',
      /^agent 1: expected the name of an agent or an object, got null$/,
    ],
    [
      { agents: [{ module: 'rubbish.mjs' }] },
      'InvalidAgent',
      /^rubbish on .*: expected an agent with `ask` and `tell` of the factory `x`, got {"name":"x"}$/,
    ],
    [{ agents: [{ module: 'rubbish.mjs', export: 'thrown' }] }, 'InvalidExperiment', /^agent 1: nothing here$/],
    [
      { agents: [{ module: 'rubbish.mjs', export: 'problem' }] },
      'InvalidExperiment',
      /^agent 1: expected an agent factory .*, got 5$/,
    ],
    [{ agents: [{ module: 5 }] }, 'InvalidExperiment', /^agent 1: expected texts for `module` and `export`/],
    [{ problems: [null as never] }, 'InvalidExperiment', /^problem 1: expected a file, a glob or an object, got null$/],
    [{ problems: [{ module: 'rubbish.mjs' }] }, 'InvalidExperiment', /^problem 1: expected a problem, got 5$/],
    [{ problems: [{ module: 'rubbish.mjs', export: 'thrown' }] }, 'InvalidExperiment', /^problem 1: nothing here$/],
    [
      { problems: [{ module: 'rubbish.mjs', export: 'none' }] },
      'InvalidExperiment',
      /^problem 1: expected an export `none` of .*rubbish\.mjs, got agent, problem, thrown$/,
    ],
    [
      { problems: [{ recorded: 'bowls/1.json', t1: 'none.json' }] },
      'InvalidExperiment',
      /^problem 1: ENOENT: .*none\.json/,
    ],
    [
      { problems: [{ recorded: 'bowls/1.json', t1: 'truncated.json.gz' }] },
      'InvalidSpace',
      /^problem 1, truncated\.json\.gz: expected a T1 file in JSON/,
    ],
    [
      { problems: [{ recorded: 'bowls/1.json', name: '' }] },
      'InvalidExperiment',
      /^problem 1: expected a text for `name`/,
    ],
    [
      { problems: [{ recorded: 'bowls/1.json', study: 'mine' }] },
      'InvalidExperiment',
      /^problem 1: expected one of recorded, name, t1, better, charge, got `study`$/,
    ],
    [
      { problems: [{ recorded: 'bowls/1.json', charge: ['compiling'] }] },
      'InvalidExperiment',
      /^problem 1: expected parts of the cost among compile, .*, got "compiling"$/,
    ],
    [{ problems: ['bowls'] }, 'InvalidExperiment', /^problem 1: expected files, got none that bowls names$/],
    [{ title: {} as never }, 'InvalidExperiment', /^title: expected a text, got {}$/],
    [{ budget: [] as never }, 'InvalidExperiment', /^budget: expected an object, as \{ distinct: 200 \}, got \[\]$/],
    [{ seeds: [1e20] }, 'InvalidExperiment', /^seeds: expected /],
    [
      { agents: [{ agent: 'portfolio', members: ['genetic', 'mutatoin'] }] },
      'InvalidExperiment',
      /got `mutatoin` \(did you mean `mutation`\?\)$/,
    ],
    [{ agents: ['random', 'random'] }, 'InvalidExperiment', /^agents: expected each once, got random twice$/],
    [
      { problems: [{ synthetic: 'zdt1' }], agents: ['random', 'annealing'] },
      'InvalidAgent',
      /^annealing on zdt1.*: annealing: expected one objective/,
    ],
    [
      { budget: { distinct: 1000 } },
      'InvalidExperiment',
      /^budget: expected at most the 216 configurations of .*bowls\/1, got distinct: 1000$/,
    ],
    [{ budget: { distinkt: 3 } as never }, 'InvalidExperiment', /got `distinkt` \(did you mean `distinct`\?\)$/],
    [
      { budget: { fullTrials: 30 } },
      'InvalidExperiment',
      /^budget: expected trials or distinct for .*, got fullTrials$/,
    ],
    [{ budget: { cutoff: 2 } }, 'InvalidExperiment', /^budget: expected a `cutoff` between 0 and 1, got 2$/],
    [
      { problems: [{ synthetic: 'sphere' }], budget: { cutoff: 0.95 } },
      'InvalidExperiment',
      /^budget: expected no `cutoff` for sphere/,
    ],
    [{ budget: {} }, 'InvalidBudget', /expected a budget of/],
    [{ seeds: 0 }, 'InvalidExperiment', /^seeds: expected a whole number of at least 1/],
    [{ parallel: 0 }, 'InvalidExperiment', /^parallel: expected a whole number of at least 1, got 0$/],
  ]
  for (const [change, code, message] of wrong) {
    const options = { ...base, ...change, out, onProgress: () => t.fail('a cell ran') }
    await t.throwsAsync(runExperiment(options), { code, message } as never, JSON.stringify(change))
  }
  t.throws(() => readFileSync(join(out, 'results.jsonl')))
})

test('a folder that cannot be written is told before anything runs', async t => {
  const out = mkdtempSync(join(folder, 'unwritable-'))
  mkdirSync(join(out, 'results.jsonl'))
  await t.throwsAsync(runExperiment({ ...base, out, onProgress: () => t.fail() }), {
    code: 'InvalidExperiment',
    message: /: expected a folder that can be written, got EISDIR/,
  })
})
