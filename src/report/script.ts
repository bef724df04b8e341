/** The page's script: sorts tables, filters those of trials, and ties the points of the pictures to their rows. */
export const SCRIPT = `
for (const table of document.querySelectorAll('table.sortable')) {
  const body = table.tBodies[0], rows = [...body.rows], heads = [...table.tHead.rows[0].cells]
  heads.forEach((head, column) => {
    head.firstChild.onclick = () => {
      const sign = head.ariaSort === 'ascending' ? -1 : 1
      for (const other of heads) other.ariaSort = null
      head.ariaSort = sign > 0 ? 'ascending' : 'descending'
      const key = row => row.cells[column].dataset.value ?? row.cells[column].textContent
      rows.sort((a, b) => {
        const x = key(a), y = key(b)
        if (x === '' || y === '') return (x === '') - (y === '')
        return sign * (x - y || x.localeCompare(y))
      })
      body.append(...rows)
    }
  })
}
const tip = document.body.appendChild(Object.assign(document.createElement('div'), { className: 'tip', hidden: true }))
for (const section of document.querySelectorAll('section')) {
  const table = section.querySelector('table.trials')
  if (!table) continue
  const rows = [...table.tBodies[0].rows], heads = [...table.tHead.rows[0].cells]
  const [search, which, output] = ['input', 'select', 'output'].map(name => section.querySelector('.tools ' + name))
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/)
    for (const row of rows) {
      const text = row.textContent.toLowerCase()
      row.hidden = !words.every(word => text.includes(word)) || (which.value !== '' && !row.dataset.state.split(' ').includes(which.value))
    }
    const shown = rows.filter(row => !row.hidden).length
    output.textContent = shown === rows.length ? '' : shown + ' of ' + rows.length + ' trials'
  }
  search.oninput = which.onchange = filter
  const rowOf = event => event.target.dataset.trial && event.target.closest('figure') && rows.find(row => row.dataset.trial === event.target.dataset.trial)
  section.addEventListener('pointerover', event => {
    const row = rowOf(event)
    tip.hidden = !row
    if (!row) return
    tip.textContent = heads.map((head, i) => [head.textContent, row.cells[i].textContent.trim()]).filter(([, value]) => value).map(([name, value]) => name + ': ' + value).join('\\n')
    tip.style.left = Math.max(8, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)) + 'px'
    tip.style.top = Math.max(8, Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8)) + 'px'
  })
  section.addEventListener('click', event => {
    const row = rowOf(event)
    if (!row) return
    for (const other of rows) other.classList.toggle('found', other === row)
    search.value = which.value = ''
    filter()
    row.scrollIntoView({ block: 'center' })
  })
}
`
