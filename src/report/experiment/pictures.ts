import type { ExperimentSummary } from '../../experiments/summary.js'
import type { Markup } from '../markup.js'
import { criticalDifference } from './critical-difference.js'
import { performancePlot, problemPlot, proposalPlot, targetsPlot, timePlot } from './curves.js'
import { fileNames } from './file-names.js'
import { pairsMap, scoresMap } from './heat-maps.js'
import { performancePanels } from './panels.js'
import { standAlone } from './stand-alone.js'
import { standingsOf } from './standings.js'
import { strokesOf } from './strokes.js'

/**
 * The pictures of an experiment as files that stand alone, `file name -> SVG`, white behind and the light colours in them. What the
 * summary has no figures for has no picture.
 */
export const experimentPictures = async (summary: ExperimentSummary): Promise<Readonly<Record<string, string>>> => {
  const strokes = strokesOf(standingsOf(summary).map(({ agent }) => agent))
  const names = fileNames(summary.problems.map(({ name }) => name))
  const pictures: Readonly<Record<string, Markup | undefined>> = {
    'performance.svg': await performancePlot(summary, strokes),
    'performance-time.svg': await timePlot(summary, strokes),
    'ecdf.svg': await targetsPlot(summary, strokes),
    'performance-panels.svg': performancePanels(summary),
    'critical-difference.svg': criticalDifference(summary),
    'heat-map.svg': scoresMap(summary),
    'pairs.svg': pairsMap(summary),
    'proposal-time.svg': await proposalPlot(summary, strokes),
    ...Object.fromEntries(
      await Promise.all(
        summary.problems.map(async (problem, i) => [
          `problems/${names[i]}.svg`,
          await problemPlot(summary, problem, strokes),
        ]),
      ),
    ),
  }
  return Object.fromEntries(
    Object.entries(pictures).flatMap(([name, picture]) => (picture ? [[name, standAlone(picture)]] : [])),
  )
}
