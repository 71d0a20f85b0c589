import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createLogger } from '@octometer/telemetry'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { expect, onTestFinished, test } from 'vitest'
import { createTokenVerifier } from './json-web-token.ts'

const logger = createLogger({ service: 'test', level: 'silent' })

/** An identity provider whose JWKS answer is the listener's. */
async function startProvider(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address?.port}/jwks.json`
}

async function keyPair(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256' }
  const sign = (claims: Record<string, unknown>) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).setExpirationTime('1m').sign(privateKey)
  return { jwk, sign }
}

test('a token signed with a published key is its subject; one signed with another key is nobody', async () => {
  const ours = await keyPair('ours')
  const theirs = await keyPair('ours')
  const jwksUrl = await startProvider(
    (_request, response) => void response.end(JSON.stringify({ keys: [ours.jwk] })),
  )
  const verify = createTokenVerifier({ jwksUrl }, logger)
  expect(await verify(await ours.sign({ sub: 'octocat', role: 'admin' }))).toMatchObject({
    name: 'octocat',
    role: 'admin',
  })
  expect(await verify(await theirs.sign({ sub: 'octocat', role: 'admin' }))).toBeNull()
})

test('a token of a key that is not published is nobody', async () => {
  const ours = await keyPair('ours')
  const other = await keyPair('other')
  const jwksUrl = await startProvider(
    (_request, response) => void response.end(JSON.stringify({ keys: [ours.jwk] })),
  )
  expect(await createTokenVerifier({ jwksUrl }, logger)(await other.sign({}))).toBeNull()
})

test('a token signed with the public key as a shared secret is nobody', async () => {
  const { jwk } = await keyPair('ours')
  const jwksUrl = await startProvider(
    (_request, response) => void response.end(JSON.stringify({ keys: [jwk] })),
  )
  const forged = await new SignJWT({ role: 'admin' })
    .setProtectedHeader({ alg: 'HS256', kid: 'ours' })
    .setExpirationTime('1m')
    .sign(new TextEncoder().encode(JSON.stringify(jwk)))
  expect(await createTokenVerifier({ jwksUrl }, logger)(forged)).toBeNull()
})

test.each([
  ['answers with an error', (_request, response) => void response.writeHead(500).end()],
  ['answers with something else', (_request, response) => void response.end('<html>')],
  ['cuts the answer off', (request) => void request.socket.destroy()],
] satisfies [string, RequestListener][])(
  'when the provider %s, that is a 503 and no refusal',
  async (_case, listener) => {
    const { sign } = await keyPair('ours')
    const verify = createTokenVerifier({ jwksUrl: await startProvider(listener) }, logger)
    await expect(verify(await sign({}))).rejects.toMatchObject({ status: 503, code: 'keys_unavailable' })
  },
)

test('what does not look like a token never asks the provider', async () => {
  let asked = 0
  const jwksUrl = await startProvider((_request, response) => {
    asked += 1
    response.end()
  })
  expect(await createTokenVerifier({ jwksUrl }, logger)('an-api-key')).toBeNull()
  expect(asked).toBe(0)
})
