// Drops the archive of queries onto the page of Neo4j Browser, as a person would, and prints the favourites as one JSON line.
import { readFile } from 'node:fs/promises'
import { launch } from './chromium.mjs'
import { args, fail } from './run.mjs'

const { browserUrl, archiveUrl } = JSON.parse(await readFile(args[0], 'utf8'))
const archive = Buffer.from(await (await fetch(archiveUrl)).arrayBuffer()).toString('base64')

const chromium = await launch()
const page = await chromium.newPage({ viewport: { width: 1440, height: 960 } })
page.setDefaultTimeout(30_000)

try {
  await page.route(url => !['127.0.0.1', 'localhost'].includes(url.hostname), route => route.abort())
  await page.goto(browserUrl)
  await page.getByTestId('boltaddress').waitFor()
  const dropped = await page.evaluateHandle(base64 => {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
    const transfer = new DataTransfer()
    transfer.items.add(new File([bytes], 'selfsame-explore.zip', { type: 'application/zip' }))
    return transfer
  }, archive)
  await page.locator('body').dispatchEvent('dragenter', { dataTransfer: dropped })
  await page.locator('.filedrop, [class*=filedrop]').first().dispatchEvent('drop', { dataTransfer: dropped })
  await page.waitForFunction(() => localStorage.getItem('neo4j.documents')?.includes('blob-users-drawing: '))
  console.log(JSON.stringify(await page.evaluate(() => JSON.parse(localStorage.getItem('neo4j.documents'))
    .filter(favourite => favourite.folder && !favourite.isStatic).map(favourite => favourite.content.split('\n')[0]))))
} catch (error) {
  console.error(await page.evaluate(() => Object.keys(localStorage).join()))
  fail(error)
} finally {
  await chromium.close()
}
