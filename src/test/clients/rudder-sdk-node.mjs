import Analytics from '@rudderstack/rudder-sdk-node'
import { args, fail } from './run.mjs'
import { tell } from './story.mjs'

const [host, writeKey, userId, anonymousId, gzip] = args
const client = new Analytics(writeKey, {
  dataPlaneUrl: host,
  flushAt: 10,
  flushInterval: 200,
  gzip: gzip !== 'plain',
  errorHandler: fail,
})
tell(client, userId, anonymousId)
await client.flush()
