import { entryPoints } from './scripts/build.mjs'

// biome-ignore lint/style/noDefaultExport: it is what knip reads
export default {
  entry: [
    ...Object.values(await entryPoints()).map(module => module.replace('build/', '').replace(/\.js$/, '.ts')),
    'test/**/*.{test,learning}.ts',
    'bench/*.ts',
    'bench/search/{convergence,overhead}.ts',
    'examples/*.ts',
    'examples/*/main.ts',
    'scripts/{build,test,check,study}.mjs',
  ],
  project: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'examples/**/*.ts', 'scripts/**/*.mjs'],
  ignoreDependencies: ['@arethetypeswrong/cli', '@typescript/native', 'dependency-cruiser', 'publint'],
}
