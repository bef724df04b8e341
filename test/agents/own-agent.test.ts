import { readFile } from 'node:fs/promises'
import test from 'ava'
import type { AgentFactory } from '#src/agents/index.js'
import { checkAgent } from '#src/testing/index.js'

test('the agent that the documentation writes in one file keeps the contract of an agent', async t => {
  const page = await readFile('docs/agents.md', 'utf8')
  const example = page.match(/```js\n(import [\s\S]*?)```/)?.[1] ?? ''
  const source = example
    .replace("'paretune'", `'${import.meta.resolve('#src/core/index.js')}'`)
    .replace("'paretune/agents'", `'${import.meta.resolve('#src/agents/index.js')}'`)
  const { climber } = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
    climber(): AgentFactory
  }
  t.deepEqual(await checkAgent(climber()), [])
})
