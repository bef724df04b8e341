// Imports the modules named by its arguments, one after the other, and prints as JSON what each brought with it:
// the scripts loaded, the globals changed, and what listens or keeps the process alive.
import { Session } from 'node:inspector'

const watched = {
  globalThis,
  Math,
  Date,
  Object: Object.prototype,
  Array: Array.prototype,
  Function: Function.prototype,
}

const globals = () =>
  new Map(
    Object.entries(watched).flatMap(([name, object]) =>
      Reflect.ownKeys(object).map(key => {
        const { value, get, set } = Object.getOwnPropertyDescriptor(object, key) ?? {}
        return [`${name}.${String(key)}`, [value, get, set]] as const
      }),
    ),
  )

const changes = (before: ReturnType<typeof globals>, after: ReturnType<typeof globals>) =>
  [...new Set([...before.keys(), ...after.keys()])].filter(name => {
    const [was, is] = [before.get(name), after.get(name)]
    return was === undefined || is === undefined || was.some((part, i) => !Object.is(part, is[i]))
  })

const holds = () => [
  ...process.eventNames().map(event => `${process.listenerCount(event)} listeners of ${String(event)}`),
  ...process.getActiveResourcesInfo(),
]

let scripts: string[] = []
const session = new Session()
session.connect()
session.on('Debugger.scriptParsed', ({ params }) => scripts.push(params.url))
session.post('Debugger.enable')

globals() // Node makes some of its globals when they are first looked at.
const report: Record<string, unknown> = {}
for (const specifier of process.argv.slice(2)) {
  const [before, held] = [globals(), holds()]
  scripts = []
  await import(specifier)
  report[specifier] = {
    scripts: scripts.filter(url => url.startsWith('file:')),
    changed: changes(before, globals()),
    held: holds().filter(name => !held.includes(name)),
  }
}
process.stdout.write(JSON.stringify(report), () => process.exit())
