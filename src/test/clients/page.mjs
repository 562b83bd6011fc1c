// Opens a page, waits until it has told its story and the last request has been answered, and closes the browser.
import { launch } from './chromium.mjs'
import { args, fail } from './run.mjs'

const [pageUrl] = args

// A client that batches sends its last requests a moment after the story is told. Playwright's 'networkidle' is no help: it
// answers at once if the page was ever idle before.
const QUIET_MS = 2_000
const PATIENCE_MS = 30_000
let inFlight = 0
let lastActivity = Date.now()

function activity(change) {
  inFlight += change
  lastActivity = Date.now()
}

async function quiet(page) {
  const deadline = Date.now() + PATIENCE_MS
  while (inFlight > 0 || Date.now() - lastActivity < QUIET_MS) {
    if (Date.now() > deadline) throw new Error(`${inFlight} requests are still not answered`)
    await page.waitForTimeout(50)
  }
}

const browser = await launch()
try {
  // Of a proxy in a test nobody has signed the certificate.
  const page = await browser.newPage({ ignoreHTTPSErrors: true })
  page.on('console', message => console.log(message.type(), message.text()))
  page.on('pageerror', fail)
  page.on('request', request => {
    activity(1)
    console.log(request.method(), request.url())
  })
  page.on('requestfinished', () => activity(-1))
  page.on('requestfailed', request => {
    activity(-1)
    console.log('FAILED', request.url(), request.failure()?.errorText)
  })
  await page.goto(pageUrl)
  const told = await page.waitForFunction(() => window.told, undefined, { timeout: 30_000 })
  if ((await told.jsonValue()) !== 'all') throw new Error(await told.jsonValue())
  activity(0)
  await quiet(page)
} catch (error) {
  fail(error)
} finally {
  await browser.close()
}
