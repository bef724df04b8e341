import type { Json } from '../core/index.js'
import type { Parameters } from './constraints.js'
import type { Rule } from './rules.js'

/** A space as data: parameters in declared order, rules as written. A function is recorded by its name and parameters only. */
export const spaceToJson = (
  parameters: Parameters,
  where: readonly Rule[],
  when: Readonly<Record<string, Rule>>,
): Json => ({
  parameters: Object.entries(parameters).map(([name, parameter]) => ({ name, ...parameter }) as unknown as Json),
  where: where.map(ruleToJson),
  when: Object.fromEntries(Object.entries(when).map(([name, rule]) => [name, ruleToJson(rule)])),
})

const ruleToJson = (rule: Rule): Json =>
  typeof rule === 'string'
    ? rule
    : typeof rule === 'function'
      ? { function: rule.name }
      : { function: rule.name, parameters: rule.parameters }
