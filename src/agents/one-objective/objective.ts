import { show } from '../../core/index.js'
import type { Goals } from '../../goals/index.js'
import { expectOption } from '../expect.js'

/** The place of an objective among the losses. Throws InvalidAgent where the study has none of that name. */
export const placeOfObjective = (owner: string, { names }: Goals, objective: string): number => {
  const place = names.indexOf(objective)
  expectOption(place >= 0, owner, 'objectives', `among ${names.map(show).join(', ')}`, objective)
  return place
}
