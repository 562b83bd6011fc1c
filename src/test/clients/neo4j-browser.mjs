// Does in Neo4j Browser what a person would: connects, pastes the style, the parameters and a query, and looks at the drawing.
// One JSON line on standard output says what was drawn; the screenshot shows it.
import { readFile } from 'node:fs/promises'
import { launch } from './chromium.mjs'
import { args, fail } from './run.mjs'

const { browserUrl, boltUrl, user, password, style, params, query, screenshot } = JSON.parse(await readFile(args[0], 'utf8'))

const chromium = await launch()
const page = await chromium.newPage({ viewport: { width: 1440, height: 960 } })
page.setDefaultTimeout(30_000)
page.on('pageerror', error => console.error(error))

/** Pastes a command into the editor and runs it. Typing it would let the editor close brackets a second time. */
async function run(text) {
  await page.locator('.monaco-editor').first().click()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.press('Delete')
  await page.locator('.monaco-editor textarea').first().evaluate((textarea, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    textarea.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, text)
  await page.getByTestId('editor-Run').click()
}

/** The newest frame: each command's result is put on top of the ones before. */
const frame = begin => page.getByTestId('frame').filter({ has: page.getByTestId('frameCommand').filter({ hasText: begin }) }).first()

/** Takes all frames off the page, so that what is seen next is new. */
async function clear() {
  await run(':clear')
  await frame(/./).waitFor({ state: 'detached' })
}

try {
  // Fonts and usage reports come from and go elsewhere: a test must not wait for the network.
  await page.route(url => !['127.0.0.1', 'localhost'].includes(url.hostname), route => route.abort())
  await page.goto(`${browserUrl}?connectURL=${encodeURIComponent(boltUrl.replace('://', `://${user}@`))}`)
  // A frame slides in; one that is made to fill the page before it has come to rest stays where it is.
  await page.addStyleTag({ content: '* { animation: none !important; transition: none !important }' })
  await page.getByTestId('boltaddress').waitFor()
  await page.getByTestId('password').fill(password)
  await page.getByTestId('connect').click()
  await frame(':play start').waitFor()

  await run(`:style ${style}`)
  await frame(':style').locator('pre', { hasText: 'relationship.MERGED_INTO' }).waitFor()
  await clear()
  await run(params)
  // Browser asks the server what each value is; a command that comes before the answer would find it unset.
  await page.getByTitle('Status: success').nth(params.trim().split('\n').length - 1).waitFor()
  await clear()
  await run(query)
  await page.locator('svg .node').first().waitFor()
  await page.getByTestId('frame').first().getByTitle('Fullscreen', { exact: true }).click()
  await page.getByTestId('frame').first().getByRole('button', { name: 'zoom-to-fit' }).click()
  // The layout is drawn once it has come to rest: two looks at the same places.
  await page.waitForFunction(() => {
    const places = [...document.querySelectorAll('svg .node')].map(node => node.getAttribute('transform')).join()
    const still = places === window.placesBefore
    window.placesBefore = places
    return still
  }, undefined, { polling: 500 })
  await page.screenshot({ path: screenshot })
  console.log(JSON.stringify(await page.evaluate(() => ({
    nodes: document.querySelectorAll('svg .node').length,
    relationships: document.querySelectorAll('svg .relationship').length,
    colours: [...new Set([...document.querySelectorAll('svg .node circle')].map(circle => circle.getAttribute('fill')))],
    captions: [...document.querySelectorAll('svg .node')].map(node => node.textContent),
    edges: [...document.querySelectorAll('svg .relationship')].map(relationship => relationship.textContent),
  }))))
} catch (error) {
  await page.screenshot({ path: screenshot.replace('.png', '-failed.png') })
  fail(error)
} finally {
  await chromium.close()
}
