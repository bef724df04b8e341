import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The script behind a development tool: started by the running Node, whatever `node` the PATH has. */
const tools = {
  ava: 'node_modules/ava/entrypoints/cli.mjs',
  biome: 'node_modules/@biomejs/biome/bin/biome',
  knip: 'node_modules/knip/bin/knip.js',
  publint: 'node_modules/publint/src/cli.js',
  attw: 'node_modules/@arethetypeswrong/cli/dist/index.js',
  depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
  tsc: 'node_modules/@typescript/native/bin/tsc',
}

/** Runs a command in the root without stdin; `onOutput` gets stdout instead of the terminal. Resolves to the exit code. */
export const run = async (command, args, onOutput) => {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', onOutput ? 'pipe' : 'inherit', 'inherit'] })
  if (onOutput) child.stdout.setEncoding('utf8').on('data', onOutput)
  const [code] = await once(child, 'close')
  return code ?? 1
}

/** Runs a development tool under the running Node. */
export const runTool = (tool, args, onOutput) => run(process.execPath, [tools[tool], ...args], onOutput)
