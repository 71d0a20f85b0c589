import { createHash } from 'node:crypto'

/**
 * The ETag that GitHub gives an answer: SHA-256 over the request's `Accept` and `Authorization`, each followed by a
 * colon, and the body before compression. Observed in February 2025 and described in bored-engineer's
 * github-conditional-http-transport; GitHub does not document it, so it is believed only where it has proved true.
 */
export function expectedEtag(accept: string, authorization: string, body: string): string {
  return createHash('sha256').update(`${accept}:${authorization}:`).update(body).digest('hex')
}

/** The text between the quotes, of a weak or a strong one. */
export function opaqueEtag(etag: string): string {
  return etag.replace(/^W\//, '').replaceAll('"', '')
}
