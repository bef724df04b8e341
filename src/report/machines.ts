import type { ReportStudy } from './data.js'
import { counted } from './format.js'

/**
 * What the machines of the trials have that the header does not tell (device, driver, libraries), each once: alone where all
 * trials agree, else with how many there were.
 */
export const ranOn = ({ header, trials }: ReportStudy): readonly string[] => {
  const known = new Set(header.machine.split('; '))
  const counts = new Map<string, number>()
  for (const { outcome } of trials) {
    const machine = outcome._tag === 'Failed' ? undefined : outcome.profile?.machine
    const more = machine
      ?.split('; ')
      .filter(part => !known.has(part))
      .join('; ')
    if (more) counts.set(more, (counts.get(more) ?? 0) + 1)
  }
  const measured = trials.filter(({ outcome }) => outcome._tag !== 'Failed' && outcome.profile).length
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([more, count]) => (count === measured ? more : `${more} (${counted(count, 'trial')})`))
}
