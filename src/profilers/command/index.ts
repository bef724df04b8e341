export { command } from './command.js'
export type { CommandDefinition } from './definition.js'
