// Runs the destinations of @segment/action-destinations, unmodified, for Selfsame.
//
// It keeps nothing: a request brings the settings, the subscriptions and the events of one destination, and gets a status for each
// event. Order, retries, rates and history are Selfsame's. It connects to nothing but Selfsame's proxy, which checks every address.
//
// GET  /health              {status, library, kinds}
// GET  /kinds               what there is: settings, actions, presets
// GET  /kinds/{kind}        one, with the fields of its actions
// POST /validate            {kind, settings, subscriptions?, connect?} → {problems: [{field, message}]}
// POST /deliver             {kind, settings, subscriptions?, events, taken?} → {statuses: [{status, reason?, retryAfter?, taken?}]}
import { createHash, timingSafeEqual } from 'node:crypto'
import http from 'node:http'
import { createRequire } from 'node:module'
import net from 'node:net'

const BODY_BYTES = 2 * 1024 * 1024
const MOST_EVENTS = 100
const REQUESTS_AT_ONCE = 128
/** Events of one request that are under way at a time. */
const EVENTS_AT_ONCE = 8
/** How long one event may take: less than Selfsame waits for the whole answer. */
const EVENT_MS = 12_000
const REASON_CHARACTERS = 300
/** A shorter setting is a word like "US", which a reason may well contain. */
const SHORTEST_SECRET = 6

const HOST = process.env.SELFSAME_CATALOGUE_HOST || '127.0.0.1'
const PORT = Number(process.env.SELFSAME_CATALOGUE_PORT || 7482)
const TOKEN = process.env.SELFSAME_CATALOGUE_TOKEN || ''
const PROXY = process.env.SELFSAME_CATALOGUE_PROXY || 'http://127.0.0.1:7481'

/** They would connect by themselves, and not through the proxy. */
const NEEDS_OWN_CONNECTION = new Set(['amazon-eventbridge', 'aws-kinesis', 'aws-s3', 'kafka', 'liveramp-audiences', 's3', 'sftp'])
/** For those who write destinations. */
const FOR_DEVELOPERS = new Set(['noop'])

class Refusal extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

function say(text) {
  process.stdout.write(`${new Date().toISOString()} ${text}\n`)
}

function stop(text) {
  process.stderr.write(text + '\n')
  process.exit(1)
}

// ---- the way out

function leaveByProxyOnly() {
  const proxy = URL.canParse(PROXY) ? new URL(PROXY) : stop('SELFSAME_CATALOGUE_PROXY is no URL like http://127.0.0.1:7481')
  if (proxy.protocol !== 'http:' || proxy.username || proxy.pathname !== '/') {
    stop('SELFSAME_CATALOGUE_PROXY is no URL like http://127.0.0.1:7481')
  }
  const name = proxy.hostname.replace(/^\[|\]$/g, '')
  const port = Number(proxy.port || 80)
  proxy.username = 'catalogue'
  proxy.password = TOKEN
  http.setGlobalProxyFromEnv({ http_proxy: proxy.href, https_proxy: proxy.href })
  const connect = net.Socket.prototype.connect
  net.Socket.prototype.connect = function (...given) {
    const first = Array.isArray(given[0]) ? given[0][0] : given[0]
    const to = typeof first === 'object' ? first : { port: first, host: given[1] }
    if (to.path || to.host !== name || Number(to.port) !== port) {
      throw Object.assign(new Error('this destination connects by itself, and not through the proxy'), { code: 'ERR_NOT_BY_PROXY' })
    }
    return connect.apply(this, given)
  }
}

if (!/^[!-~]{16,}$/.test(TOKEN)) stop('SELFSAME_CATALOGUE_TOKEN is missing, or has less than 16 characters; Selfsame has the same one')
if (!http.setGlobalProxyFromEnv) stop(`Node ${process.versions.node} is too old; this needs 24.14 or later`)
leaveByProxyOnly()
// The library says at times what it was given.
for (const level of ['log', 'info', 'debug', 'warn', 'error', 'trace']) console[level] = () => {}

const require = createRequire(import.meta.url)
const { manifest, Destination } = require('@segment/action-destinations')
const { defaultValues } = require('@segment/actions-core')
const { parseFql } = require('@segment/destination-subscriptions')
const LIBRARY = require('@segment/action-destinations/package.json').version

// ---- what there is

function secret(name, field) {
  // Some are declared as plain texts.
  return field.type === 'password' || /secret|passw|token|api_?key|private|ssh_key|ssl_key|passcode|authkey/i.test(name)
}

function fieldOf([name, field]) {
  const choices = Array.isArray(field.choices) && field.choices.length > 0
    ? field.choices.map(choice => typeof choice === 'object' ? choice : { label: String(choice), value: choice })
    : undefined
  return {
    name,
    label: field.label ?? name,
    description: field.description ?? '',
    type: field.type === 'password' ? 'string' : field.type,
    multiple: field.multiple || undefined,
    required: field.required === true,
    secret: secret(name, field) || undefined,
    default: field.default,
    choices,
  }
}

function unavailable(directory, definition) {
  if (definition.authentication?.scheme?.startsWith('oauth')) return 'It is authorised by OAuth, for which Selfsame would have to be registered there'
  if (NEEDS_OWN_CONNECTION.has(directory)) return 'It is not spoken to by HTTP, so the addresses it connects to could not be checked'
  if (definition.audienceConfig?.createAudience) return 'It needs a list made there for each audience, which Selfsame does not do'
  return undefined
}

/** What is sent where nobody says otherwise: the presets for single events, and the action for aliases that they leave out. */
function standard(definition) {
  const presets = (definition.presets ?? []).filter(preset => preset.type === 'automatic' && definition.actions[preset.partnerAction])
    .map(preset => ({ name: preset.name, action: preset.partnerAction, subscribe: preset.subscribe.trim().replace(/\s+/g, ' '), mapping: preset.mapping }))
  if (presets.length > 0) {
    for (const [slug, action] of Object.entries(definition.actions)) {
      const aliases = slug === 'alias' || action.defaultSubscription === 'type = "alias"'
      if (aliases && !presets.some(preset => preset.action === slug)) {
        presets.push({ name: action.title, action: slug, subscribe: 'type = "alias"', mapping: defaultValues(action.fields) })
      }
    }
  }
  return presets
}

const kinds = new Map()
for (const { definition, directory } of Object.values(manifest)) {
  if (!FOR_DEVELOPERS.has(directory) && !/-(sandbox|dev)$/.test(directory)) {
    kinds.set(directory, { name: directory, definition, presets: standard(definition), unavailable: unavailable(directory, definition) })
  }
}

function summary({ name, definition, presets, unavailable }) {
  return {
    name,
    label: definition.name,
    description: definition.description ?? '',
    available: unavailable === undefined,
    unavailable,
    settings: Object.entries(definition.authentication?.fields ?? {}).map(fieldOf),
    actions: Object.entries(definition.actions).map(([slug, action]) =>
      ({ name: slug, label: action.title, description: action.description ?? '', subscribe: action.defaultSubscription })),
    presets: presets.map(({ mapping, ...preset }) => preset),
  }
}

const SUMMARIES = JSON.stringify({ library: LIBRARY, kinds: [...kinds.values()].map(summary).sort((a, b) => a.name < b.name ? -1 : 1) })

function details(kind) {
  const whole = summary(kind)
  for (const action of whole.actions) {
    const { fields } = kind.definition.actions[action.name]
    action.fields = Object.entries(fields).map(fieldOf)
    action.mapping = mappingOf(kind, action.name)
  }
  return whole
}

function mappingOf(kind, action) {
  return kind.presets.find(preset => preset.action === action)?.mapping ?? defaultValues(kind.definition.actions[action].fields)
}

// ---- one destination

function available(name) {
  const kind = kinds.get(name)
  if (!kind) throw new Refusal(404, `The catalogue has no '${name}'`)
  if (kind.unavailable) throw new Refusal(409, `'${name}' cannot be used: ${kind.unavailable}`)
  return kind
}

/** As the library has them; throws if they cannot be. */
function subscriptionsOf(kind, given) {
  if (given === undefined || given === null) {
    return kind.presets.map(({ name, action, subscribe, mapping }) => ({ name, partnerAction: action, subscribe, mapping }))
  }
  if (!Array.isArray(given)) throw new Refusal(400, 'subscriptions is no list')
  return given.map(({ action, subscribe, mapping } = {}, place) => {
    const definition = Object.hasOwn(kind.definition.actions, action) ? kind.definition.actions[action] : undefined
    if (!definition) {
      throw new Refusal(400, `subscriptions[${place}].action is none of ${Object.keys(kind.definition.actions).join(', ')}`)
    }
    const when = subscribe ?? kind.presets.find(preset => preset.action === action)?.subscribe ?? definition.defaultSubscription
    if (typeof when !== 'string' || when === '') throw new Refusal(400, `subscriptions[${place}].subscribe is missing; it is like type = "track"`)
    const parsed = parseFql(when)
    if (parsed.error) throw new Refusal(400, `subscriptions[${place}].subscribe is not understood: ${parsed.error.message}`)
    if (mapping !== undefined && (typeof mapping !== 'object' || mapping === null || Array.isArray(mapping))) {
      throw new Refusal(400, `subscriptions[${place}].mapping is no object`)
    }
    return { partnerAction: action, subscribe: when, mapping: mapping ? { ...mappingOf(kind, action), ...mapping } : mappingOf(kind, action) }
  })
}

function settingsOf(kind, given = {}) {
  const settings = {}
  for (const [name, field] of Object.entries(kind.definition.authentication?.fields ?? {})) {
    const value = given[name] ?? field.default
    if (value !== undefined) settings[name] = value
  }
  return settings
}

/** A text in which nothing of the settings stands. */
function shown(text, kind, settings) {
  let words = String(text).replaceAll(TOKEN, '•••')
  for (const [name, field] of Object.entries(kind.definition.authentication?.fields ?? {})) {
    const value = settings[name]
    if (secret(name, field) && typeof value === 'string' && value.length >= SHORTEST_SECRET) {
      words = words.replaceAll(value, '•••').replaceAll(encodeURIComponent(value), '•••')
    }
  }
  words = words.replace(/\s+/g, ' ').trim()
  return words.length > REASON_CHARACTERS ? words.slice(0, REASON_CHARACTERS) + '…' : words
}

async function validate({ kind: name, settings: given, subscriptions, connect }) {
  const kind = available(name)
  const problems = []
  const settings = settingsOf(kind, given)
  const destination = new Destination(kind.definition)
  try {
    destination.validateSettings(settings)
  } catch (error) {
    for (const each of error.errors ?? [error]) {
      const missing = /the required field '([^']+)'/.exec(each.message)?.[1]
      problems.push(missing
        ? { field: missing, message: 'is missing' }
        : { field: (each.path ?? '').replace(/^\$?[./]?/, ''), message: shown(each.message.replace(/^.*? (?=is|should|must|at)/, ''), kind, settings) })
    }
  }
  try {
    if (subscriptionsOf(kind, subscriptions).length === 0) {
      problems.push({ field: 'subscriptions', message: `is missing: '${name}' has no presets, so say which action takes which messages` })
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const [field, ...words] = error.message.split(' ')
    problems.push({ field, message: words.join(' ') })
  }
  if (connect && problems.length === 0) {
    try {
      await within(destination.testAuthentication(settings))
    } catch (error) {
      problems.push({ field: '', message: shown(error.message, kind, settings) })
    }
  }
  return { problems }
}

// ---- delivery

function within(promise) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), EVENT_MS)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

const RETRIED = new Set([408, 423, 425, 429])
const CREDENTIALS = new Set([401, 403, 410])

/** Of a Retry-After, which may be a date; a day at most. */
function seconds(text) {
  if (!text) return undefined
  const value = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000)
  return Number.isFinite(value) ? Math.min(Math.max(value, 0), 86_400) : undefined
}

/** What a failure means. Never throws, whatever the library has thrown. */
function statusOf(error, kind, settings) {
  const code = error?.code ?? error?.cause?.code
  const [, tunnel, why] = /HTTP\/1\.\d (\d{3}) ?([^\r\n]*)/.exec(code === 'ERR_PROXY_TUNNEL' ? error?.message ?? error?.cause?.message : '') ?? []
  if (tunnel === '403') return { status: 'refused', reason: shown(why, kind, settings) }
  if (code === 'ERR_PROXY_TUNNEL') return { status: 'retryable', reason: shown(`the receiver was not reached: ${why || 'no answer'}`, kind, settings) }
  if (code === 'ERR_NOT_BY_PROXY') return { status: 'final', reason: error.message }
  const answer = error?.response
  const status = Number(answer?.status ?? error?.status ?? 0)
  if (answer?.headers?.get?.('selfsame-proxy')) {
    return { status: status === 403 ? 'refused' : 'retryable', reason: shown(answer.content ?? '', kind, settings) }
  }
  const said = answer?.content || (answer ? '' : error?.message) || ''
  const reason = shown((answer ? `the receiver answered ${status}` : 'the action said') + (said ? ': ' + said : ''), kind, settings)
  if (CREDENTIALS.has(status)) return { status: 'authentication', reason }
  if (RETRIED.has(status) || (status >= 500 && status !== 501)) {
    return { status: 'retryable', reason, retryAfter: seconds(answer?.headers?.get?.('retry-after')) }
  }
  if (status > 0) return { status: 'final', reason }
  if (code === 'ETIMEDOUT' || error?.name === 'AbortError' || error?.name === 'TimeoutError') {
    return { status: 'retryable', reason: `no answer within ${EVENT_MS / 1000} s` }
  }
  if (error?.type === 'system' || error?.name === 'FetchError' || /^(E[A-Z]+|UND_ERR_|ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code ?? '')) {
    return { status: 'retryable', reason: `the connection failed (${code ?? 'no code'})` }
  }
  return { status: 'final', reason }
}

/** The worst says what becomes of the event. When it is sent again, subscriptions whose names come back in `taken` are left out. */
const WORST = ['skipped', 'delivered', 'final', 'retryable', 'authentication', 'refused']

/** What Segment adds to a message on its way, and presets look for; the same at each attempt. */
function complete(event) {
  const { timestamp } = event
  return { receivedAt: timestamp, sentAt: timestamp, originalTimestamp: timestamp, ...structuredClone(event) }
}

/** The same as long as it says the same, whatever stands before it. */
function nameOf(subscription) {
  const { partnerAction, subscribe, mapping } = subscription
  return partnerAction + '-' + createHash('sha256').update(JSON.stringify([subscribe, mapping])).digest('hex').slice(0, 12)
}

async function deliverOne(kind, settings, subscriptions, event, before) {
  const taken = new Set()
  let worst = { status: 'skipped', reason: 'no subscription takes this message' }
  for (const subscription of subscriptions) {
    const name = nameOf(subscription)
    if (before.includes(name)) {
      if (worst.status === 'skipped') worst = { status: 'delivered' }
      continue
    }
    let status
    try {
      const destination = new Destination(kind.definition)
      const results = await within(destination.onEvent(complete(event), { ...settings, subscriptions: [subscription] },
        { signal: AbortSignal.timeout(EVENT_MS) }))
      status = results.length === 0 || results.some(result => result.output === 'not subscribed') ? { status: 'skipped' } : { status: 'delivered' }
    } catch (error) {
      status = statusOf(error, kind, settings)
    }
    if (status.status === 'delivered') taken.add(name)
    if (WORST.indexOf(status.status) > WORST.indexOf(worst.status)) worst = status
  }
  return worst.status === 'delivered' || worst.status === 'skipped' ? worst : { ...worst, taken: [...taken] }
}

async function deliver({ kind: name, settings: given, subscriptions: wanted, events, taken = [] }) {
  const kind = available(name)
  if (!Array.isArray(events) || events.length === 0 || events.length > MOST_EVENTS) {
    throw new Refusal(400, `events is no list of 1 to ${MOST_EVENTS}`)
  }
  if (!events.every(event => typeof event === 'object' && event !== null && !Array.isArray(event))) throw new Refusal(400, 'events has what is no object')
  const settings = settingsOf(kind, given)
  const subscriptions = subscriptionsOf(kind, wanted)
  const statuses = new Array(events.length)
  let next = 0
  await Promise.all(Array.from({ length: Math.min(EVENTS_AT_ONCE, events.length) }, async () => {
    while (next < events.length) {
      const place = next++
      statuses[place] = await deliverOne(kind, settings, subscriptions, events[place], Array.isArray(taken?.[place]) ? taken[place] : [])
    }
  }))
  return { statuses }
}

// ---- the server

const hash = text => createHash('sha256').update(text).digest()
const EXPECTED = hash(`Bearer ${TOKEN}`)

async function read(request) {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) throw new Refusal(415, 'The body is no application/json')
  const chunks = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > BODY_BYTES) throw new Refusal(413, `The body is larger than ${BODY_BYTES} bytes`)
    chunks.push(chunk)
  }
  try {
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Error()
    return body
  } catch {
    throw new Refusal(400, 'The body is no JSON object')
  }
}

async function answer(request) {
  const { pathname } = new URL(request.url, 'http://catalogue')
  const route = `${request.method} ${pathname}`
  if (route === 'GET /health') return JSON.stringify({ status: 'up', library: LIBRARY, kinds: kinds.size })
  if (!timingSafeEqual(hash(request.headers.authorization ?? ''), EXPECTED)) throw new Refusal(401, 'The token is not the one of the catalogue')
  if (route === 'GET /kinds') return SUMMARIES
  if (route.startsWith('GET /kinds/')) {
    const kind = kinds.get(decodeURIComponent(pathname.slice('/kinds/'.length)))
    if (!kind) throw new Refusal(404, 'The catalogue has no such kind')
    return JSON.stringify(details(kind))
  }
  if (route === 'POST /validate') return JSON.stringify(await validate(await read(request)))
  if (route === 'POST /deliver') return JSON.stringify(await deliver(await read(request)))
  throw new Refusal(404, 'There is no such route')
}

let underWay = 0

const server = http.createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 60_000 }, async (request, response) => {
  const send = (status, body) => response.writeHead(status, { 'content-type': 'application/json', connection: status === 413 ? 'close' : 'keep-alive' }).end(body)
  const problem = (status, message) => send(status, JSON.stringify({ error: message }))
  if (underWay >= REQUESTS_AT_ONCE) return problem(503, 'There are too many requests at once')
  underWay++
  try {
    send(200, await answer(request))
  } catch (error) {
    if (error instanceof Refusal) return problem(error.status, error.message)
    // Only where it was: what it says may hold settings.
    say(`A request failed: ${error?.name} ${String(error?.stack).split('\n').find(line => line.includes(' at ')) ?? ''}`)
    if (!response.headersSent) problem(500, 'The catalogue failed')
  } finally {
    underWay--
  }
})
server.maxConnections = 2 * REQUESTS_AT_ONCE

// Some actions leave promises behind that nobody waits for.
process.on('unhandledRejection', error => say(`Left behind by an action: ${error?.name}`))
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    server.close(() => process.exit(0))
    server.closeIdleConnections()
    setTimeout(() => process.exit(0), 5_000).unref()
  })
}
server.on('error', error => stop(`Cannot listen on ${HOST}:${PORT} (${error.code})`))
server.listen(PORT, HOST, () => say(`The catalogue of ${kinds.size} destinations (${LIBRARY}) listens on http://${HOST}:${server.address().port}`))
