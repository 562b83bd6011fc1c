// Opens the page, waits until it has told its story and the last request has been answered, and closes the browser.
import { launch } from './chromium.mjs'
import { args, fail } from './run.mjs'

const [pageUrl] = args
const browser = await launch()
try {
  const page = await browser.newPage()
  page.on('console', message => console.log(message.type(), message.text()))
  page.on('pageerror', fail)
  page.on('request', request => console.log(request.method(), request.url()))
  page.on('requestfailed', request => console.log('FAILED', request.url(), request.failure()?.errorText))
  await page.goto(pageUrl)
  const told = await page.waitForFunction(() => window.told, undefined, { timeout: 30_000 })
  if ((await told.jsonValue()) !== 'all') throw new Error(await told.jsonValue())
  await page.waitForLoadState('networkidle')
} catch (error) {
  fail(error)
} finally {
  await browser.close()
}
