import Analytics from 'analytics-node'
import { args, fail } from './run.mjs'
import { tell } from './story.mjs'

const [host, writeKey, userId, anonymousId] = args
const client = new Analytics(writeKey, { host, flushAt: 10, flushInterval: 200, errorHandler: fail })
tell(client, userId, anonymousId)
await client.flush()
