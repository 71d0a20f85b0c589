import type { RequestState } from '@octometer/service-kit'
import { problem } from '@octometer/service-kit'
import type Koa from 'koa'
import type { z } from 'zod'

const MAX_BYTES = 256 * 1024

/** The JSON of a request's body; an empty body is an empty object. Throws a 400, 413 or 415. */
export async function readJson(ctx: Koa.ParameterizedContext<RequestState>): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop must not destroy the request, or its answer would go with it.
  for await (const chunk of ctx.req.iterator({ destroyOnReturn: false })) {
    size += chunk.length
    if (size > MAX_BYTES) throw tooLarge(ctx)
    chunks.push(chunk)
  }
  if (size === 0) return {}
  if (!ctx.is('application/json')) {
    throw problem(415, 'content_type_unsupported', 'The Content-Type of the body must be application/json.')
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch (cause) {
    throw problem(400, 'body_malformed', 'The body is not JSON.', { cause })
  }
}

function tooLarge(ctx: Koa.ParameterizedContext<RequestState>): Error {
  ctx.req.resume()
  return problem(413, 'body_too_large', `A body has at most ${MAX_BYTES} bytes.`, {
    headers: { Connection: 'close' },
  })
}

/** A body as its schema has it. Throws a 400 that names the field. */
export function checkBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (issue?.code === 'unrecognized_keys') throw wrongField(issue.keys[0] ?? 'body', 'is not a field here')
  throw wrongField(issue?.path.join('.') || 'body', issue?.message ?? 'is wrong')
}

/** A 400 that names a field of the body and says what it must be. */
export function wrongField(name: string, why: string): Error {
  return problem(400, 'bad_field', `${name} ${why}.`, { members: { field: name } })
}
