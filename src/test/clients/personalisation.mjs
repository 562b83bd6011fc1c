// Opens the example's page, logs in if a user is given, and prints the headline that the page ends up with.
import { launch } from './chromium.mjs'
import { args, fail } from './run.mjs'

const [url, user] = args

const chromium = await launch()
try {
  const page = await chromium.newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', fail)
  await page.goto(url)
  await page.waitForSelector('body[data-offer=shown]')
  if (user) {
    await page.fill('input[name=user]', user)
    await Promise.all([page.waitForNavigation(), page.click('button')])
    await page.waitForSelector('body[data-offer=shown]')
  }
  console.log(await page.textContent('#headline'))
} catch (error) {
  fail(error)
} finally {
  await chromium.close()
}
