import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { lookAt, watchedAddresses } from './look-at-address.ts'

test('a private address is looked at only when its host is allowed; without that nothing is sent there', async () => {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.end('fine')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  const end = new AbortController().signal
  const look = async (host: string, allowedHosts: readonly string[]) => {
    const [watched] = watchedAddresses([`http://${host}:${port}/health`])
    if (watched === undefined) throw new Error('one is watched')
    return lookAt(watched, { end, allowedHosts })
  }
  const reason =
    'its host has an address that is not public: name it in OCTO_HEALTH_ALLOWED_HOSTS if it is meant'
  for (const host of ['127.0.0.1', 'localhost', '169.254.169.254', '[::ffff:127.0.0.1]']) {
    expect(await look(host, [])).toEqual({ healthy: false, status: null, latency_ms: null, reason })
  }
  expect(asked).toBe(0)
  expect(await look('127.0.0.1', ['127.0.0.1'])).toMatchObject({ healthy: true, status: 200, reason: null })
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  expect(await look('127.0.0.1', ['127.0.0.1'])).toMatchObject({
    reason: 'it cannot be reached: ECONNREFUSED',
  })
})
