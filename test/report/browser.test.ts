import { report } from '#src/report/index.js'
import { study } from './fixtures.js'
import { domOf, inBrowser } from './in-browser.js'

inBrowser("Chromium: the page's policy lets its own script run", async t => {
  t.regex(await domOf(await report(study())), /<div class="tip"/)
})

inBrowser('Chromium: a click on a heading sorts by value, and the filters hide rows', async t => {
  const drive = `<script>
    const shown = () => [...document.querySelectorAll('table.trials tbody tr')].filter(row => !row.hidden).map(row => row.dataset.trial).join('')
    const click = name => [...document.querySelectorAll('th button')].find(button => button.textContent === name).click()
    const seen = []
    click('latency (ms)'); seen.push(shown())
    click('latency (ms)'); seen.push(shown())
    click('size'); seen.push(shown())
    click('trial')
    const which = document.querySelector('select'), search = document.querySelector('input')
    which.value = 'front'; which.onchange(); seen.push(shown())
    which.value = ''; search.value = 'CPU 16'; search.oninput(); seen.push(shown())
    document.querySelector('figure [data-trial="3"]').dispatchEvent(new Event('click', { bubbles: true })); seen.push(shown())
    seen.push(document.querySelector('tr.found').dataset.trial)
    document.title = seen.join(' ')
  </script></body>`
  const page = (await report(study())).replace(/<meta http-equiv[^>]*>/, '').replace('</body>', drive)
  // Latencies 1, 4, 2, 0.5 and two trials without; sizes 900, 950, 300, 100.
  t.regex(await domOf(page), /<title>302145 120345 320145 02 2 012345 3<\/title>/)
})
