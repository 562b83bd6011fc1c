// A shop's own server. Its page greets the members of an audience in another way than everybody else.
//
// The browser never learns the access token, nor what the graph knows of a person: it asks this server, which answers only what the
// page shows. Selfsame is never waited for longer than a moment; without it, everybody sees the default.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import http from 'node:http'

const SELFSAME = process.env.SELFSAME_URL ?? 'http://127.0.0.1:8080'
const SPACE = process.env.SELFSAME_SPACE ?? 'shop'
const ACCESS_TOKEN = process.env.SELFSAME_ACCESS_TOKEN
const AUDIENCE = process.env.AUDIENCE ?? 'big_spenders'

/** A page is not worth a longer wait. */
const PATIENCE_MS = 300
/** How old an answer may be. Membership itself is a few seconds old. */
const FRESH_MS = Number(process.env.FRESH_SECONDS ?? 30) * 1000
/** After a failure Selfsame is left alone for a while, so that pages do not wait for it. */
const PAUSE_MS = Math.min(5_000, FRESH_MS)
/** People whose answers are kept, the latest ones. */
const MOST_KEPT = 10_000

if (!ACCESS_TOKEN) {
  console.error('SELFSAME_ACCESS_TOKEN is missing: the access token of the space')
  process.exit(1)
}

// ---- what a person is shown

const kept = new Map()
let pausedUntil = 0

async function isMember(userId) {
  const known = kept.get(userId)
  if (known && Date.now() < known.until) return known.member
  kept.delete(userId)
  // The promise is kept, so ten requests at once for one person become one.
  const member = ask(userId)
  kept.set(userId, { member, until: Date.now() + FRESH_MS })
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value)
  try {
    return await member
  } catch (error) {
    kept.delete(userId)
    console.error(`Everybody sees the default for ${PAUSE_MS / 1000} s: ${error.message}`)
    pausedUntil = Date.now() + PAUSE_MS
    return false
  }
}

async function ask(userId) {
  if (Date.now() < pausedUntil) return false
  const url = `${SELFSAME}/v1/spaces/${SPACE}/collections/users/profiles/${encodeURIComponent('user_id:' + userId)}/traits?include=${AUDIENCE}`
  const answer = await fetch(url, {
    headers: { authorization: 'Basic ' + Buffer.from(ACCESS_TOKEN + ':').toString('base64') },
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (answer.status === 404) return false
  if (!answer.ok) throw new Error(`Selfsame answered ${answer.status}`)
  return (await answer.json()).traits?.[AUDIENCE] === true
}

async function offer(userId) {
  return userId !== undefined && await isMember(userId)
    ? { headline: 'Welcome back! Your delivery is free today.' }
    : { headline: 'Free delivery from 50 euros.' }
}

// ---- who it is. A real shop has this already: what matters is that the browser cannot say who it is.

const KEY = process.env.SESSION_KEY ?? randomBytes(32)
const sign = userId => createHmac('sha256', KEY).update(userId).digest('base64url')

function userOf(request) {
  const [, user, signature] = /(?:^|; )session=([^.;]+)\.([^;]+)/.exec(request.headers.cookie ?? '') ?? []
  if (!user) return undefined
  const userId = Buffer.from(user, 'base64url').toString()
  const expected = Buffer.from(sign(userId))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected) ? userId : undefined
}

// ---- the server

const PAGE = await readFile(new URL('page.html', import.meta.url))

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://shop')
  if (request.method === 'GET' && pathname === '/') {
    return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE)
  }
  if (request.method === 'GET' && pathname === '/offer') {
    // It is of one person: no proxy between may keep it.
    return response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'private, no-store' })
      .end(JSON.stringify(await offer(userOf(request))))
  }
  if (request.method === 'POST' && pathname === '/login') {
    let body = ''
    for await (const chunk of request) {
      body += chunk
      if (body.length > 1_000) return response.writeHead(413).end()
    }
    // The shop's login would ask for a password here.
    const userId = new URLSearchParams(body).get('user') ?? ''
    const session = Buffer.from(userId).toString('base64url') + '.' + sign(userId)
    return response.writeHead(303, { location: '/', 'set-cookie': `session=${session}; HttpOnly; SameSite=Lax; Path=/` }).end()
  }
  response.writeHead(404).end()
}

const server = http.createServer((request, response) => answer(request, response).catch(error => {
  console.error(error)
  if (!response.headersSent) response.writeHead(500)
  response.end()
}))
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => console.log(`The shop is at http://127.0.0.1:${server.address().port}`))
