import { z } from 'zod'
import { RefusedByGitHubError } from '../errors.ts'

// Neither of the two is asked with a credential of ours: the code is one, and serves once.

/** Where people meet the GitHub whose API is there: GitHub Enterprise Server has both on one host. */
export function webUrlOf(apiUrl: string): string {
  const { protocol, host } = new URL(apiUrl)
  return host === 'api.github.com' ? 'https://github.com' : `${protocol}//${host}`
}

const conversionSchema = z.object({
  id: z.int(),
  slug: z.string(),
  html_url: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  webhook_secret: z.string().nullable(),
  pem: z.string(),
})

export type ConvertedApp = z.output<typeof conversionSchema>

/** The App that was made of a manifest, with its secrets. Throws RefusedByGitHubError. */
export async function convertManifest(
  apiUrl: string,
  code: string,
  signal: AbortSignal,
): Promise<ConvertedApp> {
  const url = `${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`
  return conversionSchema.parse(await post(url, {}, signal))
}

const tokenSchema = z.union([
  z.object({ access_token: z.string() }),
  z.object({ error: z.string(), error_description: z.string().optional() }),
])

/** A token of the user whom GitHub gave the code. Throws RefusedByGitHubError. */
export async function exchangeCode(
  webUrl: string,
  body: { readonly client_id: string; readonly client_secret: string; readonly code: string },
  signal: AbortSignal,
): Promise<string> {
  const told = tokenSchema.parse(await post(`${webUrl}/login/oauth/access_token`, body, signal))
  if ('access_token' in told) return told.access_token
  // GitHub answers 200 here whatever is wrong.
  throw new RefusedByGitHubError(403, told.error_description ?? told.error)
}

async function post(url: string, body: object, signal: AbortSignal): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'octometer' },
      body: JSON.stringify(body),
      signal,
    })
  } catch (cause) {
    throw new RefusedByGitHubError(502, 'GitHub cannot be reached', { cause })
  }
  if (response.ok) return response.json()
  await response.body?.cancel()
  throw new RefusedByGitHubError(
    response.status,
    `GitHub answered ${response.status}: the code may be used up`,
  )
}
