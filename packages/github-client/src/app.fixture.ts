import { createVerify, generateKeyPairSync } from 'node:crypto'
import {
  type Received,
  type Reply,
  type ScriptedGitHub,
  startScriptedGitHub,
} from './scripted-github.fixture.ts'

export interface ScriptedApp extends AsyncDisposable {
  readonly github: ScriptedGitHub
  readonly credential: { kind: 'app'; appId: number; privateKey: string; installationId: number }
  /** Tokens that were handed out, the newest last. */
  readonly tokens: readonly string[]
}

/** An App whose JWTs are verified and whose installation tokens live an hour of the test's time. */
export async function startScriptedApp(answer: (received: Received) => Reply): Promise<ScriptedApp> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const tokens: string[] = []
  const github = await startScriptedGitHub((received) => {
    const presented = String(received.headers.authorization).replace('Bearer ', '')
    if (!received.path.startsWith('/app')) {
      return presented === tokens.at(-1)
        ? answer(received)
        : { status: 401, body: { message: 'Bad credentials' } }
    }
    const fault = faultOfJwt(presented, received.at)
    if (fault !== null) return { status: 401, body: { message: fault } }
    if (!received.path.endsWith('/access_tokens')) return answer(received)
    tokens.push(`ghs_installation${tokens.length}00000000000000000000`)
    const expires_at = new Date(received.at + 3_600_000).toISOString().replace(/\.\d+/, '')
    return { status: 201, body: { token: tokens.at(-1), expires_at } }
  })

  function faultOfJwt(jwt: string, at: number): string | null {
    const [header = '', claims = '', signature = ''] = jwt.split('.')
    const verify = createVerify('RSA-SHA256').update(`${header}.${claims}`)
    if (!verify.verify(publicKey, Buffer.from(signature, 'base64url')))
      return 'A JSON web token could not be decoded'
    const { iat, exp, iss } = JSON.parse(Buffer.from(claims, 'base64url').toString())
    if (iss !== 1234) return 'Integration not found'
    if (iat > at / 1_000) return `'Issued at' claim ('iat') must be an Integer representing the past`
    return exp > at / 1_000 + 600 || exp < at / 1_000
      ? `'Expiration time' claim ('exp') is too far off`
      : null
  }

  return {
    github,
    credential: {
      kind: 'app',
      appId: 1234,
      privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      installationId: 55,
    },
    tokens,
    [Symbol.asyncDispose]: () => github[Symbol.asyncDispose](),
  }
}
