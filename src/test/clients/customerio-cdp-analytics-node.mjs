import { Analytics } from '@customerio/cdp-analytics-node'
import { args, fail } from './run.mjs'
import { tell } from './story.mjs'

const [host, writeKey, userId, anonymousId] = args
const client = new Analytics({ host, writeKey, maxEventsInBatch: 10, flushInterval: 200 })
client.on('error', fail)
tell(client, userId, anonymousId)
await client.closeAndFlush()
