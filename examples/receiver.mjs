import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

// A program of yours that Octometer forwards deliveries to. It takes what is signed with its own secret, once, and answers
// at once: what takes long is done afterwards. RECEIVER_SECRET and PORT come from the environment.
const { RECEIVER_SECRET = '', PORT = '9400' } = process.env
if (RECEIVER_SECRET === '') throw new Error('set RECEIVER_SECRET to the secret of the receiver')

/** Deliveries come at least once: in earnest these are kept in a database. @type {Set<string>} */
const taken = new Set()

/**
 * Compares in constant time, so that nobody can guess a signature byte by byte.
 * @param {Buffer} body @param {string} signature
 */
function isSigned(body, signature) {
  const own = Buffer.from(`sha256=${createHmac('sha256', RECEIVER_SECRET).update(body).digest('hex')}`)
  const given = Buffer.from(signature)
  return own.length === given.length && timingSafeEqual(own, given)
}

const server = createServer(async (request, response) => {
  const header = (/** @type {string} */ name) => String(request.headers[name] ?? '')
  // The bytes as they came: parsed and written again they would have another signature.
  const body = Buffer.concat(await request.toArray())
  if (!isSigned(body, header('x-hub-signature-256'))) return response.writeHead(401).end()
  response.writeHead(204).end()
  const guid = header('x-github-delivery')
  if (taken.has(guid)) return
  taken.add(guid)
  const { action, repository } = JSON.parse(body.toString('utf8'))
  console.log(`${header('x-github-event')} ${action} in ${repository?.full_name ?? 'no repository'}`)
})

server.listen(Number(PORT), '127.0.0.1', () => console.log(`ready on port ${PORT}`))
