import { html, type Markup } from '../markup.js'
import { type Cell, isFigure, type Table } from './table.js'

/** A table on a page, sorted by a click on a head; it scrolls where the page is narrow. */
export const tableMarkup = ({ caption, heads, rows, notes }: Table): Markup => {
  const isNumeric = heads.map((_, column) => rows.some(row => isFigure(row[column])))
  return html`<div><div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="sortable"><thead><tr>${heads.map(
    (head, column) =>
      html`<th scope="col"${isNumeric[column] ? html` class="number"` : undefined}><button type="button">${head}</button></th>`,
  )}</tr></thead>
<tbody>${rows.map(row => html`<tr>${row.map(cellMarkup)}</tr>\n`)}</tbody></table></div>
${notes.map(note => html`<p class="note">${note}</p>`)}</div>`
}

const cellMarkup = (cell: Cell): Markup => {
  if (!isFigure(cell)) return html`<td>${cell}</td>`
  const text = html`${cell.text}${cell.isMarked ? '*' : undefined}`
  return html`<td class="number" data-value="${cell.value ?? ''}">${cell.isBest ? html`<strong>${text}</strong>` : text}</td>`
}
