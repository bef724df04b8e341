import { experimentPage, experimentPictures } from '#src/report/index.js'
import { domOf, inBrowser } from '../in-browser.js'
import { summary } from './fixtures.js'

inBrowser('Chromium: every picture is XML that stands alone', async t => {
  const pictures = await experimentPictures(summary({ agents: ['<a>&', 'b"c'], problems: ['one', 'two'] }))
  const parse = `<script type="module">
    const roots = ${JSON.stringify(Object.values(pictures)).replaceAll('<', '\\u003c')}
      .map(text => new DOMParser().parseFromString(text, 'image/svg+xml').documentElement)
    document.title = roots.map(root => root.localName + (root.querySelector('parsererror') ? '!' : '')).join(' ')
  </script>`
  t.regex(
    await domOf(`<body>${parse}</body>`),
    new RegExp(
      `<title>${Object.keys(pictures)
        .map(() => 'svg')
        .join(' ')}</title>`,
    ),
  )
})

inBrowser(
  'Chromium: a click on a head sorts the table of an experiment, and nothing sticks out of a narrow page',
  async t => {
    const made = summary()
    const drive = `<script>
    const table = document.querySelector('table.sortable')
    const agents = () => [...table.tBodies[0].rows].map(row => row.cells[0].textContent).join(' ')
    const click = name => [...table.querySelectorAll('th button')].find(button => button.textContent === name).click()
    click('ms per proposal'); const seen = [agents()]
    click('Agent'); seen.push(agents())
    for (const details of document.querySelectorAll('details')) details.open = true
    document.body.style.width = '340px'
    seen.push(document.querySelector('main').scrollWidth <= 340)
    document.title = seen.join(' | ')
  </script></body>`
    const page = (await experimentPage(made)).replace(/<meta http-equiv[^>]*>/, '').replace('</body>', drive)
    const bySpeed = [...made.overall.agents].sort((a, b) => a.proposalMs - b.proposalMs).map(({ agent }) => agent)
    const byName = [...made.agents].sort((a, b) => a.localeCompare(b))
    t.is(/<title>(.*?)<\/title>/.exec(await domOf(page))?.[1], [bySpeed.join(' '), byName.join(' '), true].join(' | '))
  },
)
