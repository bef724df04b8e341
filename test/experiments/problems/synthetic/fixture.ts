import { readFileSync } from 'node:fs'

/** What a peer computed: a file of test/fixtures, which names the command that made it. */
export const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../../../../test/fixtures/${name}.json`, import.meta.url), 'utf8')) as T

/** The relative distance, or the absolute one near to 0. */
export const distance = (ours: number, theirs: number): number =>
  Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs))
