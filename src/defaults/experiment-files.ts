import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ExperimentSummary } from '../experiments/summary.js'

/** Writes what a summary says into a folder: the data, the page, pictures and tables. */
export const writeExperiment = async (folder: string, summary: ExperimentSummary): Promise<void> => {
  const { experimentPage, experimentPictures, experimentTables } = await import('../report/index.js')
  const files = {
    'summary.json': `${JSON.stringify(summary)}\n`,
    'index.html': await experimentPage(summary),
    ...inFolder('pictures', await experimentPictures(summary)),
    ...inFolder('tables', experimentTables(summary)),
  }
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name)
    mkdirSync(dirname(file), { recursive: true })
    // Whole or not at all.
    writeFileSync(`${file}.part`, text)
    renameSync(`${file}.part`, file)
  }
}

const inFolder = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]))
