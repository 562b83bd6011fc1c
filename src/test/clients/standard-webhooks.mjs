import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'

/** A receiver on a port that answers so many requests, then ends: 200 where the signature is right, else 401. */
const [port, secret, requests] = process.argv.slice(2)
const webhook = new Webhook(secret)
let left = Number(requests)

const server = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  try {
    const message = webhook.verify(Buffer.concat(chunks).toString('utf8'), request.headers)
    response.writeHead(200, { connection: 'close' }).end(JSON.stringify(message))
  } catch (error) {
    response.writeHead(401, { connection: 'close' }).end(error.message)
  }
  left -= 1
  if (left === 0) server.close()
})
server.listen(Number(port), '127.0.0.1')
