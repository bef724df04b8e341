/** Colours of Okabe and Ito (2008), which colour-blind readers can tell apart, dark enough for lines on white. */
export const LIGHT = {
  ...{ paper: '#fff', panel: '#f6f7f9', ink: '#16191d', muted: '#5c6570', grid: '#e3e6ea', edge: '#d5d9df' },
  ...{ blue: '#0072b2', orange: '#d55e00', green: '#00805c', purple: '#a8588a', amber: '#c78700', sky: '#3fa2dc' },
} as const
const DARK: Readonly<Record<keyof typeof LIGHT, string>> = {
  ...{ paper: '#14171b', panel: '#1c2025', ink: '#e8eaed', muted: '#9aa3ad', grid: '#2b3036', edge: '#363c43' },
  ...{ blue: '#56b4e9', orange: '#f0893a', green: '#2fbf93', purple: '#d694bd', amber: '#f0d24a', sky: '#b3e2ff' },
}
const PRINT = { ...LIGHT, ink: '#000', muted: '#444', grid: '#ddd', edge: '#bbb' }

const variables = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ')

/** The page's style. */
export const STYLE = `
:root {
  color-scheme: light dark;
  ${variables(LIGHT)}
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root { ${variables(DARK)} }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 var(--sans); overflow-wrap: break-word; }
main { max-width: 1180px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: clamp(26px, 5vw, 38px); line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 12px; text-wrap: balance; }
h2 { font-size: 26px; line-height: 1.2; letter-spacing: -0.01em; margin: 64px 0 8px; padding-top: 24px; border-top: 1px solid var(--edge); }
h3 { font-size: 18px; margin: 40px 0 12px; }
h4 { font-size: 14px; margin: 0 0 8px; color: var(--muted); font-weight: 600; }
p { margin: 0 0 12px; max-width: 72ch; }
.answer { font-size: 19px; color: var(--ink); max-width: 64ch; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 20px; list-style: none; margin: 16px 0 0; padding: 0; }
a { color: var(--blue); }
.note { color: var(--muted); font-size: 13px; margin: 4px 0 0; }
.tiles { display: flex; flex-wrap: wrap; gap: 12px 36px; margin: 0 0 20px; }
.tiles div { display: flex; flex-direction: column-reverse; }
.tiles dd { margin: 0; font-size: 26px; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles dt { color: var(--muted); font-size: 13px; }
.winner { background: var(--panel); border-left: 4px solid var(--orange); border-radius: 4px; padding: 16px 20px; }
.winner p { margin: 12px 0 0; font-weight: 600; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 8px 24px; margin: 0; }
.pairs dt { color: var(--muted); font-size: 13px; }
.pairs dd { margin: 0; font-family: var(--mono); font-size: 13px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 310px), 1fr)); gap: 32px 40px; }
figure { margin: 0; max-width: 500px; }
figcaption { font-weight: 600; margin-bottom: 4px; }
figure > svg { display: block; width: 100%; height: auto; }
figure.wide { grid-column: 1 / -1; max-width: none; overflow-x: auto; }
figure.wide > svg { width: max(calc(0.62 * var(--width)), min(100%, var(--width))); }
figure [data-trial] { cursor: pointer; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; list-style: none; margin: 6px 0 0; padding: 0; font-size: 13px; color: var(--muted); }
.legend li { display: flex; align-items: center; gap: 6px; }
.legend svg { width: 16px; height: 16px; }
ul.remarks { padding-left: 20px; max-width: 90ch; }
ul.remarks span { color: var(--muted); font-size: 13px; white-space: nowrap; }
.tools { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin-bottom: 8px; }
.tools input, .tools select { font: inherit; font-size: 14px; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 6px; padding: 6px 10px; }
.tools input { flex: 0 1 320px; min-width: 0; }
.tools output { color: var(--muted); font-size: 13px; }
.scroll { overflow: auto; max-height: 72vh; border: 1px solid var(--edge); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { text-align: left; padding: 6px 12px; border-bottom: 1px solid var(--grid); vertical-align: top; white-space: nowrap; }
tbody tr:last-child td { border-bottom: 0; }
th { position: sticky; top: 0; z-index: 1; background: var(--panel); font-weight: 600; }
th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
th button::after { content: ' \\2195'; color: var(--muted); opacity: 0.5; }
th[aria-sort='ascending'] button::after { content: ' \\2191'; opacity: 1; }
th[aria-sort='descending'] button::after { content: ' \\2193'; opacity: 1; }
th.number { text-align: right; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
td.remarks { white-space: normal; min-width: 520px; color: var(--muted); }
table.bottlenecks td:first-child { white-space: normal; min-width: 140px; overflow-wrap: anywhere; }
.scroll + .scroll { margin-top: 20px; }
td.share { background: linear-gradient(90deg, color-mix(in srgb, var(--blue) 22%, transparent) var(--share), transparent var(--share)); }
tr.rest td { color: var(--muted); }
.place { color: var(--muted); font-family: var(--mono); }
tr[hidden] { display: none; }
tr.found td { background: color-mix(in srgb, var(--orange) 18%, transparent); }
.mark { color: var(--muted); }
.mark.feasible { color: var(--blue); }
.mark.infeasible { color: var(--purple); }
.mark.front, .mark.best { color: var(--orange); font-weight: 600; }
.mark.baseline { color: var(--green); font-weight: 600; }
details { margin-top: 16px; }
details.problem { border-top: 1px solid var(--grid); padding-top: 12px; margin-top: 12px; }
details.problem > summary { color: var(--ink); }
details.problem > div { padding: 12px 0 24px; display: grid; gap: 24px; grid-template-columns: minmax(0, 1fr); }
.words dt { font-weight: 600; margin-top: 10px; }
.words dd { margin: 0; max-width: 72ch; color: var(--muted); }
summary { cursor: pointer; color: var(--muted); }
pre { font: 13px/1.45 var(--mono); background: var(--panel); padding: 14px; border-radius: 6px; overflow: auto; max-height: 60vh; }
.tip { position: fixed; z-index: 9; pointer-events: none; max-width: min(340px, 90vw); background: var(--ink); color: var(--paper); font-size: 12.5px; line-height: 1.4; padding: 8px 11px; border-radius: 6px; white-space: pre-line; }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
footer { color: var(--muted); font-size: 13px; margin-top: 56px; }
@media (max-width: 600px) { main { padding: 24px 16px 48px; } .tiles { gap: 12px 24px; } .tiles dd { font-size: 22px; } .answer { font-size: 17px; } }
@media print {
  :root { ${variables(PRINT)} }
  main { max-width: none; padding: 0; }
  nav, .tools, .tip, footer { display: none; }
  .figures { grid-template-columns: 1fr 1fr; }
  .scroll { overflow: visible; max-height: none; border: 0; }
  table { font-size: 8pt; }
  th, td { padding: 2px 5px; white-space: normal; }
  th { position: static; }
  th button::after { content: ''; }
  td.remarks { min-width: 0; }
  details:not([open])::details-content { content-visibility: visible; block-size: auto; }
  figure, .winner, tr { break-inside: avoid; }
  h2, h3, h4, .answer { break-after: avoid; }
}
`
