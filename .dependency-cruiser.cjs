// Layering, as the design has it: imports point down only, type-only imports included.
const { exports: entries, peerDependencies: peers } = require('./package.json')

const escaped = text => text.replaceAll('.', '\\.')
const anyOf = names => `(${names.map(escaped).join('|')})`
const rooms = names => `^src/${anyOf(names)}/`
const files = names => `^src/${anyOf(names)}$`

/** The files that other rooms may import beside a room's index: contracts, and the door to fp-ts. */
const contracts = [
  'space/space.ts',
  'profilers/profiler.ts',
  'goals/goals.ts',
  'env/spaces.ts',
  'env/action.ts',
  'env/env.ts',
  'agents/agent.ts',
  'storage/store.ts',
  'experiments/summary.ts',
]
const doors = [...contracts, 'core/fp.ts']

/** Entries of the package beside a room's index, as in `paretune/storage/sqlite`. */
const deepEntries = Object.values(entries)
  .flatMap(entry => entry.default ?? [])
  .map(path => path.replace(/^\.\/dist\//, '').replace(/\.js$/, '.ts'))
  .filter(path => !/^([^/]+\/)?index\.ts$/.test(path))

/** What each room sees of the others: whole rooms, and single files. A room that is missing here may import nothing. */
const floor = ['core', 'numeric', 'space', 'pareto', 'goals']
const study = [...floor, 'profilers', 'env', 'agents', 'search', 'study']
const sees = {
  core: { rooms: [] },
  numeric: { rooms: ['core'] },
  space: { rooms: ['core', 'numeric'] },
  pareto: { rooms: ['core', 'numeric', 'space'] },
  goals: { rooms: ['core', 'numeric', 'space', 'pareto'] },
  profilers: { rooms: floor },
  env: { rooms: [...floor, 'profilers'] },
  agents: { rooms: [...floor, 'profilers', 'env'] },
  search: { rooms: [...floor, 'profilers', 'env'], files: ['agents/agent.ts'] },
  study: { rooms: [...floor, 'env'], files: contracts },
  storage: { rooms: ['core'], files: contracts },
  testing: { rooms: ['core', 'space'], files: contracts }, // the spaces that agents are checked on
  experiments: { rooms: [...study, 'storage'], files: contracts },
  distributed: { rooms: study, files: contracts },
  report: { rooms: study, files: contracts },
  defaults: { rooms: [...study, 'storage', 'experiments', 'distributed', 'report'] },
  cli: { rooms: [...study, 'storage', 'experiments', 'distributed', 'report', 'defaults'] },
}

const layering = Object.entries(sees).map(([room, { rooms: seen, files: single = [] }]) => ({
  name: `layering-${room}`,
  comment: `src/${room} sees ${[...seen, ...single].join(', ') || 'no other room'}`,
  severity: 'error',
  from: { path: rooms([room]) },
  to: { path: '^src/', pathNot: [rooms([room, ...seen]), ...(single.length > 0 ? [files(single)] : [])] },
}))

/** Where a library may be imported, as the start of a path: heavy ones with their backend, others behind one door. */
const homes = {
  'fp-ts': '(core/)?fp.ts',
  seedrandom: 'core/rng.ts',
  '@tensorflow': '(profilers/tfjs|agents/networks)',
  'gpu.js': 'profilers/gpujs',
  webgpu: 'profilers/(webgpu|gpujs|tfjs)',
  'onnxruntime-node': '(profilers/onnx|experiments/problems/surrogate)',
  koffi: 'profilers/(native-library|opencl|cuda|meters)',
  systeminformation: 'profilers/meters',
  libsql: 'storage/sqlite',
  pg: 'storage/postgres',
  bullmq: 'distributed/',
  echarts: 'report/',
}
const library = name => `(^|node_modules/)${escaped(name)}(/|$)`

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...layering,
    {
      name: 'known-rooms',
      comment: 'a new room gets a line in .dependency-cruiser.cjs that says what it sees',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: rooms(Object.keys(sees)) },
      to: {},
    },
    {
      name: 'contracts-stand-alone',
      comment: 'a contract sees nothing of its own room but other contracts',
      severity: 'error',
      from: { path: `^src/([^/]+)/${anyOf(contracts.map(path => path.replace(/.*\//, '')))}$` },
      to: { path: '^src/$1/', pathNot: files(contracts) },
    },
    {
      name: 'no-deep-imports',
      comment: 'from outside a room only its index, a contract or an entry of the package is imported',
      severity: 'error',
      from: { path: '^src/([^/]+)(/|\\.ts$)' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$', files([...doors, ...deepEntries])] },
    },
    {
      name: 'nobody-imports-the-face',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/(index\\.ts$|cli/)' },
    },
    {
      name: 'ground-floor-without-io',
      severity: 'error',
      from: { path: rooms(['core', 'numeric', 'pareto', 'goals']) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-undeclared-library',
      comment: 'the package works without its devDependencies',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        pathNot: Object.keys(peers).map(library),
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
        dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional', 'local', 'core'],
      },
    },
    ...Object.entries(homes).map(([name, home]) => ({
      name: `home-of-${name}`,
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/${escaped(home)}` },
      to: { path: library(name) },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
  },
}
