export { command } from './command.js'
export type {
  CommandDefinition,
  CommandMetric,
  CommandMetrics,
  CommandOutput,
  CommandRun,
  ParsedMetrics,
  PassedAs,
} from './definition.js'
