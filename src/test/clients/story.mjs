// What each client sends: one call of each kind, then enough tracks to fill several batches. RealClientsIT expects exactly this.
export const TRACKS = 25

export const traits = {
  email: 'ada@example.com',
  plan: 'pro',
  age: 36,
  address: { city: 'Utrecht', tags: ['a', 'b'] },
}

export const order = {
  total: 42.5,
  currency: 'EUR',
  note: 'naïve ☕ "quoted"',
  products: [{ sku: 'S-1', quantity: 2 }, { sku: 'S-2', quantity: 1 }],
}

/** Sends the story with a server-side client whose calls take one object, as Segment's and RudderStack's do. */
export function tell(client, userId, anonymousId) {
  client.identify({ userId, anonymousId, traits })
  client.track({ userId, event: 'Order Completed', properties: order })
  client.page({ userId, name: 'Pricing', properties: { path: '/pricing' } })
  client.screen({ userId, name: 'Home', properties: { tab: 'first' } })
  client.group({ userId, groupId: `${userId}-team`, traits: { name: 'Acme', seats: 12 } })
  client.alias({ userId, previousId: `${userId}-before` })
  for (let n = 1; n <= TRACKS; n++) client.track({ userId, event: 'Step Taken', properties: { n } })
}

/** Sends the story with Jitsu's client, which has neither screen nor alias, and sends each call by itself. */
export async function tellInTurn(client, userId) {
  await client.identify(userId, traits)
  await client.track('Order Completed', order)
  await client.page({ name: 'Pricing', url: 'https://shop.example/pricing', path: '/pricing' })
  await client.group(`${userId}-team`, { name: 'Acme', seats: 12 })
  for (let n = 1; n <= TRACKS; n++) await client.track('Step Taken', { n })
}
