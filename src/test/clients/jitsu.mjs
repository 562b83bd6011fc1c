import { jitsuAnalytics } from '@jitsu/js'
import { args } from './run.mjs'
import { tellInTurn } from './story.mjs'

const [host, writeKey, userId, anonymousId, way] = args
const client = jitsuAnalytics({ host, writeKey, s2s: way === 'server', errorPolicy: 'rethrow' })
await client.setAnonymousId(anonymousId)
await tellInTurn(client, userId)
