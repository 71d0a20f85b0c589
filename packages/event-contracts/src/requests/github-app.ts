import { z } from 'zod'
import { githubRequest } from './github-request.ts'

/** Whoever is known here: a key's name or a JWT's `sub`. */
const user = z.string().min(1).max(300)
const state = z.string().max(200)
const code = z.string().min(1).max(200)
const installationId = z.int().min(1)

/** An installation of the App on an account, as GitHub had it last. */
export const installationSchema = z.strictObject({
  id: z.int(),
  account: z.string(),
  account_type: z.string(),
  repository_selection: z.enum(['all', 'selected']),
  repositories: z.array(z.string()).describe('`owner/name`; none while it is suspended.'),
  permissions: z.record(z.string(), z.string()),
  suspended_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
  read_at: z.iso.datetime().describe('When GitHub was asked last.'),
})

export type Installation = z.output<typeof installationSchema>

const begun = z.object({ state: z.string(), expires_at: z.iso.datetime() })

/** Somebody is about to make the App: `public_url` is where their browser finds us. */
export const appCreationRequest = githubRequest(
  'app-creation',
  z.object({ user, public_url: z.string(), organization: z.string().nullable() }),
  begun,
)

/** What is sent to GitHub's page, and where that is; the state stays good. */
export const appManifestRequest = githubRequest(
  'app-manifest',
  z.object({ state }),
  z.object({ action: z.string(), manifest: z.string() }),
)

/** Somebody is about to install the App: `url` is GitHub's page for it. */
export const appInstallationRequest = githubRequest(
  'app-installation',
  z.object({ user }),
  begun.extend({ url: z.string() }),
)

/** GitHub sent a browser back. The state tells what was begun, and by whom; it is used up. */
export const appCallbackRequest = githubRequest(
  'app-callback',
  z.object({
    state,
    code: code.nullable(),
    installation_id: installationId.nullable(),
    /** Null: whoever has the state. */
    user: user.nullable(),
  }),
  z.discriminatedUnion('begun', [
    z.object({ begun: z.literal('creation'), app_id: z.int(), slug: z.string(), html_url: z.string() }),
    z.object({ begun: z.literal('installation'), installation_id: z.int() }),
  ]),
)

/** Null as the user: every installation. */
export const installationsRequest = githubRequest(
  'installations',
  z.object({ user: user.nullable() }),
  z.object({ installations: z.array(installationSchema) }),
)

/** Through which of a user's installations a repository can be reached; null: through none. */
export const repositoryAccessRequest = githubRequest(
  'repository-access',
  z.object({ user, owner: z.string(), repo: z.string() }),
  z.object({ installation_id: z.int().nullable() }),
)
