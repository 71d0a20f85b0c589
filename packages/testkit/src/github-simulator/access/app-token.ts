import { verify } from 'node:crypto'
import type { Answer } from '../http/answer.ts'
import { problem } from '../http/answer.ts'
import type { AppState } from './apps.ts'

/** What a JSON Web Token of an App says, once its signature is checked. */
type Checked = { readonly app: AppState } | { readonly refusal: Answer }

const tenMinutes = 600
const undecodable = problem(401, 'A JSON web token could not be decoded')

/** RS256 with the App's own key, not older and not longer than GitHub takes it; `now` in milliseconds. */
export function checkAppToken(token: string, apps: Iterable<AppState>, now: number): Checked {
  const [header, payload, signature] = token.split('.')
  if (header === undefined || payload === undefined || signature === undefined)
    return { refusal: undecodable }
  const { alg } = decodePart(header)
  const claims = decodePart(payload)
  const issuer = String(claims.iss)
  const app = [...apps].find(({ id, clientId }) => issuer === String(id) || issuer === clientId)
  if (app === undefined) return { refusal: problem(404, 'Integration not found') }
  const isSigned = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${payload}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  )
  if (alg !== 'RS256' || !isSigned) return { refusal: undecodable }
  const seconds = now / 1000
  const { exp, iat } = claims
  if (typeof exp !== 'number' || exp <= seconds)
    return {
      refusal: problem(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      ),
    }
  if (exp > seconds + tenMinutes + 60)
    return { refusal: problem(401, "'Expiration time' claim ('exp') is too far in the future") }
  if (typeof iat !== 'number' || iat > seconds + 60)
    return {
      refusal: problem(
        401,
        "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
      ),
    }
  return { app }
}

function decodePart(part: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  } catch {
    // What is no JSON has no claims.
    return {}
  }
}
