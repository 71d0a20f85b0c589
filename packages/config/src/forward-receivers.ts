import { z } from 'zod'
import type { ReceiverConfig } from './config.ts'
import { type Kind, url } from './kinds.ts'

const receiver = z.strictObject({
  // It names a consumer of the log and the keys of what the receiver did not take.
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  url: z.string().refine((value) => url('https', 'http').schema.safeParse(value).success),
  secret: z.string().min(1),
  events: z.array(z.string().regex(/^[a-z0-9_]+(\.[a-z0-9_]+)?$/)).default([]),
  repositories: z.array(z.string().regex(/^[^/\s*]+\/([^/\s*]+|\*)$/)).default([]),
})

/** The receivers of forwarded deliveries, as JSON: each has a secret and a filter of its own. */
export const receivers: Kind<readonly ReceiverConfig[]> = {
  label: 'JSON',
  mayBe:
    'a JSON array of objects with name (a-z, 0-9 and -, each once), url (http or https), secret, and if wanted events (like push or pull_request.opened) and repositories (like acme/api or acme/*)',
  schema: z
    .string()
    .transform((value, issues): unknown => {
      try {
        return JSON.parse(value)
      } catch {
        // The engine's message repeats the text, which holds secrets.
        issues.addIssue('not JSON')
        return z.NEVER
      }
    })
    .pipe(z.array(receiver).superRefine(refuseTwice)),
}

function refuseTwice(all: readonly ReceiverConfig[], issues: z.RefinementCtx): void {
  const names = all.map(({ name }) => name)
  const twice = names.findIndex((name, index) => names.indexOf(name) < index)
  if (twice >= 0) issues.addIssue({ code: 'custom', message: 'named twice', path: [twice] })
}
