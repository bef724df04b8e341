import { createHash } from 'node:crypto'
import type { ReportStudy } from './data.js'
import { html, Markup } from './markup.js'
import { SCRIPT } from './script.js'
import { type Section, studySection } from './sections.js'
import { STYLE } from './style.js'

/** A page as data: what it says first, and its sections. */
export interface Page {
  readonly title: string
  /** What came out, in one sentence. */
  readonly answer: string
  readonly sections: readonly Section[]
  /** Last words; how to use the table of trials where absent. */
  readonly footer?: string
}

/**
 * One self-contained HTML page: style, script and pictures are inside, and it asks the network for nothing.
 * Everything that comes from outside is escaped, and the page's policy runs no script but its own.
 */
export const htmlReport = ({ title, answer, sections, footer = TRIALS_FOOTER }: Page): string => {
  const alone = sections.length === 1
  const hash = createHash('sha256').update(SCRIPT).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="paretune">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
<p class="answer">${answer}</p>
${alone ? undefined : html`<nav aria-label="Sections"><ul>${sections.map((section, i) => html`<li><a href="#section-${i}">${section.title}</a></li>`)}</ul></nav>`}
</header>
${sections.map(
  (section, i) => html`<section id="section-${i}">
${alone ? undefined : html`<h2>${section.title}</h2><p class="answer">${section.answer}</p>`}
${section.blocks.map(block => html`<h3>${block.title}</h3>${block.body}`)}
</section>
`,
)}
<footer>${footer}</footer>
</main>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.text
}

const TRIALS_FOOTER = 'Made by paretune. Point at a mark in a picture to see its trial, click to find it in the table.'

/**
 * The page of one study. Draws with the package `echarts`; without it the promise is rejected with a ParetuneError
 * (MissingPackage) that says what to install.
 */
export const report = async (study: ReportStudy): Promise<string> => {
  const section = await studySection(study)
  return htmlReport({ title: section.title, answer: section.answer, sections: [section] })
}
