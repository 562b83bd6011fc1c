import assert from 'node:assert/strict'
import sdk from '@segment/public-api-sdk-typescript'
import { args } from './run.mjs'

// Arguments: base path, management token, space, and what to do: manage or preview.
const [basePath, token, space, task] = args

const kinds = [
  {
    api: new sdk.AudiencesApi(basePath),
    path: 'audiences',
    name: 'audience',
    get: 'getAudience',
    list: 'listAudiences',
    update: 'updateAudienceForSpace',
    remove: 'removeAudienceFromSpace',
    query: "event('Order Completed').within(30 days).sum(property('total')) > 500",
  },
  {
    api: new sdk.ComputedTraitsApi(basePath),
    path: 'computed-traits',
    name: 'computedTrait',
    get: 'getComputedTrait',
    list: 'listComputedTraits',
    update: 'updateComputedTraitForSpace',
    remove: 'removeComputedTraitFromSpace',
    query: "event('Order Completed').within(30 days).sum(property('total'))",
  },
]
kinds.forEach(({ api }) => (api.accessToken = token))

await { manage, preview }[task]()

async function manage() {
  const spaces = new sdk.SpacesApi(basePath)
  spaces.accessToken = token
  assert.equal((await sdk.unwrap(spaces.getSpace(space))).space.id, space)
  assert.ok((await sdk.unwrap(spaces.listSpaces({ count: 1000 }))).spaces.some(({ id }) => id === space))
  for (const kind of kinds) await manageOne(kind)
}

async function manageOne({ api, path, name, get, list, update, remove, query }) {
  const made = await create(path, { name: 'Big spenders', enabled: false, definition: { query } }, name)
  const second = await create(path, { name: 'Second', enabled: false, definition: { query } }, name)

  const got = (await sdk.unwrap(api[get](space, made.id)))[name]
  assert.equal(got.id, made.id)
  assert.equal(got.spaceId, space)
  assert.equal(got.name, 'Big spenders')
  assert.equal(got.key, 'big_spenders')
  assert.equal(got.description, '')
  assert.deepEqual({ ...got.definition }, { query, type: 'users' })
  assert.equal(got.enabled, false)
  assert.equal(got.status, 'Disabled')
  for (const field of ['createdBy', 'updatedBy', 'createdAt', 'updatedAt']) assert.ok(got[field], field)

  const first = await sdk.unwrap(api[list](space, { count: 1 }))
  assert.deepEqual(first[`${name}s`].map(({ id }) => id), [made.id])
  assert.equal(first.pagination.totalEntries, 2)
  assert.equal(first.pagination.previous, undefined)
  const next = await sdk.unwrap(api[list](space, { count: 1, cursor: first.pagination.next }))
  assert.deepEqual(next[`${name}s`].map(({ id }) => id), [second.id])
  assert.equal(next.pagination.next, undefined)
  const back = await sdk.unwrap(api[list](space, { count: 1, cursor: next.pagination.previous }))
  assert.deepEqual(back[`${name}s`].map(({ id }) => id), [made.id])

  const enabled = (await sdk.unwrap(api[update](space, made.id, { enabled: true })))[name]
  assert.equal(enabled.enabled, true)
  assert.ok(['Backfilling', 'Computing', 'Live'].includes(enabled.status), enabled.status)

  assert.equal((await sdk.unwrap(api[remove](space, made.id))).status, 'SUCCESS')
  const gone = await sdk.unwrap(api[get](space, made.id)).catch((error) => error)
  assert.equal(gone.type, 'not_found')
  assert.match(gone.message, new RegExp(made.id))
  await sdk.unwrap(api[remove](space, second.id))
}

async function preview() {
  for (const { path, name, query } of kinds) {
    const field = `${name}Preview`
    const body = { audienceType: 'USERS', definition: { query }, options: { filterByExternalIds: ['user_id'] } }
    let { [field]: got } = await post(`${path}/previews`, body)
    const { id } = got
    while (got.status === undefined || got.status === 'RUNNING') {
      await new Promise((resolve) => setTimeout(resolve, 50))
      ;({ [field]: got } = await send('GET', `${path}/previews/${id}`))
    }
    assert.equal(got.id, id)
    assert.equal(got.status, 'COMPLETED', got.failureReason)
    assert.equal(got.audienceType, 'USERS')
    assert.equal(got.definition.query, query)
    assert.deepEqual(got.options.filterByExternalIds, ['user_id'])
    assert.equal(got.size.type, 'USERS')
    assert.equal(got.results.length, got.size.count)
    got.results.forEach((result) => assert.match(result.id, /^use_/))
    console.log(JSON.stringify(got))
  }
}

async function create(path, body, name) {
  return (await post(path, body))[name]
}

// The newest version on npm has no calls to create and to preview; these send what later ones do.
async function post(path, body) {
  return send('POST', path, body)
}

async function send(method, path, body) {
  const response = await fetch(`${basePath}/spaces/${space}/${path}`, {
    method,
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  const { data, errors } = await response.json()
  assert.equal(response.status, 200, JSON.stringify(errors))
  return data
}
