import { generateKeyPairSync } from 'node:crypto'
import type { Random } from '../../simulator/random.ts'
import type { SimulatedClock } from '../clock.ts'
import { type GitHubObject, numberAt, textAt } from '../fields.ts'
import type { HookRegistry } from '../hooks/hook-registry.ts'
import type { Answer } from '../http/answer.ts'
import { problem } from '../http/answer.ts'
import type { GitHubWorld } from '../world/github-world.ts'
import { checkAppToken } from './app-token.ts'
import type { AppOptions, AppState, CreatedApp, InstallationState } from './apps.ts'
import { anonymous, type Caller, type Permissions } from './caller.ts'

interface TokenOptions {
  /** Whose token it is. `octocat`. */
  readonly login?: string
  /** Of a classic token. All that this project could want. */
  readonly scopes?: readonly string[]
  /** Makes it a fine-grained one. */
  readonly permissions?: Permissions
  /** `owner/name` of those that a fine-grained token may see besides public ones. All. */
  readonly repositories?: readonly string[]
}

interface InstallOptions {
  /** Login of the user or organisation. */
  readonly account: string
  /** `owner/name`. All of the account. */
  readonly repositories?: readonly string[]
}

interface IssuedToken {
  readonly token: string
  readonly expiresAt: number
}

/** Tokens, Apps and installations. */
export interface Credentials {
  readonly apps: Map<number, AppState>
  readonly installations: Map<number, InstallationState>
  /** Every secret that was handed out, and every JWT that was shown, for tests that no log holds any of them. */
  readonly secrets: Set<string>
  createToken(options?: TokenOptions): string
  revoke(token: string): void
  createApp(options?: AppOptions): CreatedApp
  install(appId: number, options: InstallOptions): number
  /** A user lets an App in on GitHub's page: the code that the browser comes back with. */
  authorize(login: string, appId: number, accounts: readonly string[]): string
  /** The user's token for such a code, once; null: not with this client and secret. */
  exchange(code: string, clientId: string, clientSecret: string): string | null
  issueInstallationToken(
    installation: InstallationState,
    repositoryIds: readonly number[] | null,
  ): IssuedToken
  /** Who sends this Authorization header, or why nobody does. */
  authenticate(authorization: string | undefined): Caller | Answer
}

interface Parts {
  readonly clock: SimulatedClock
  readonly random: Random
  readonly world: GitHubWorld
  readonly hooks: HookRegistry
}

const hour = 3_600_000
const allScopes = ['repo', 'admin:repo_hook', 'admin:org_hook', 'read:org', 'read:user', 'workflow']
const badCredentials = problem(401, 'Bad credentials')

export function createCredentials(parts: Parts): Credentials {
  const { clock, world } = parts
  const random = parts.random.fork('credentials')
  const tokens = new Map<string, { readonly caller: Caller; readonly expiresAt: number }>()
  const apps = new Map<number, AppState>()
  const installations = new Map<number, InstallationState>()
  const secrets = new Set<string>()
  const clientSecrets = new Map<string, string>()
  const issue = (token: string, caller: Caller, expiresAt = Number.POSITIVE_INFINITY) => {
    tokens.set(token, { caller, expiresAt })
    secrets.add(token)
    return { token, expiresAt }
  }
  return {
    apps,
    installations,
    secrets,
    createToken: (options = {}) => {
      const isFine = options.permissions !== undefined
      const token = isFine ? `github_pat_${random.hex(22)}_${random.hex(59)}` : `ghp_${random.hex(36)}`
      return issue(token, userCaller(world, options)).token
    },
    revoke: (token) => void tokens.delete(token),
    createApp(options = {}) {
      const { app, created } = createApp(parts, random, apps.size, options)
      apps.set(app.id, app)
      clientSecrets.set(created.clientId, created.clientSecret)
      for (const secret of [created.pem, created.clientSecret, created.webhookSecret]) secrets.add(secret)
      return created
    },
    install(appId, { account, repositories }) {
      const app = apps.get(appId)
      if (app === undefined) throw new RangeError(`there is no App ${appId}`)
      const id = 50_000_000 + installations.size + 1
      const repositoryIds = repositories === undefined ? null : idsOf(world, repositories)
      installations.set(id, { id, app, account, repositoryIds, createdAt: clock.now(), suspendedAt: null })
      return id
    },
    ...authorizations({ parts, random, apps, clientSecrets, issue }),
    issueInstallationToken(installation, repositoryIds) {
      const caller = installationCaller(installation, repositoryIds)
      return issue(`ghs_${random.hex(36)}`, caller, clock.now() + hour)
    },
    authenticate(authorization) {
      if (authorization === undefined) return anonymous
      const [, token] = /^(?:bearer|token)\s+(\S+)$/i.exec(authorization) ?? []
      if (token === undefined) return badCredentials
      if (token.includes('.')) {
        secrets.add(token)
        return appCaller(checkAppToken(token, apps.values(), clock.now()))
      }
      const held = tokens.get(token)
      if (held === undefined || held.expiresAt <= clock.now()) return badCredentials
      const suspended = held.caller.installation?.suspendedAt ?? null
      return suspended === null ? held.caller : problem(403, 'This installation has been suspended')
    },
  }
}

interface AuthorizationParts {
  readonly parts: Parts
  readonly random: Random
  readonly apps: ReadonlyMap<number, AppState>
  /** By client id. */
  readonly clientSecrets: ReadonlyMap<string, string>
  issue(token: string, caller: Caller): IssuedToken
}

function authorizations({
  parts,
  random,
  apps,
  clientSecrets,
  issue,
}: AuthorizationParts): Pick<Credentials, 'authorize' | 'exchange'> {
  const codes = new Map<string, { readonly caller: Caller; readonly clientId: string }>()
  return {
    authorize(login, appId, accounts) {
      const code = random.hex(20)
      const caller = { ...userCaller(parts.world, { login, permissions: {} }), accounts }
      codes.set(code, { caller, clientId: apps.get(appId)?.clientId ?? '' })
      return code
    },
    exchange(code, clientId, clientSecret) {
      const given = codes.get(code)
      if (given?.clientId !== clientId || clientSecrets.get(clientId) !== clientSecret) return null
      codes.delete(code)
      return issue(`ghu_${random.hex(36)}`, given.caller).token
    },
  }
}

function idsOf(world: GitHubWorld, names: readonly string[]): number[] {
  return names.map((name) => {
    const found = world.find(name)
    if (found === null) throw new RangeError(`there is no repository ${name}`)
    return found.repository.id
  })
}

function userCaller(world: GitHubWorld, options: TokenOptions): Caller {
  const login = options.login ?? 'octocat'
  const user = ensureAccount(world, login)
  return {
    ...anonymous,
    kind: options.permissions === undefined ? 'classic' : 'fine-grained',
    budget: `user ID ${numberAt(user, 'id')}`,
    user,
    scopes: options.permissions === undefined ? (options.scopes ?? allScopes) : [],
    permissions: options.permissions ?? {},
    repositoryIds: options.repositories === undefined ? null : idsOf(world, options.repositories),
  }
}

/** The account of that login; one is made when nothing told of it yet. */
export function ensureAccount(world: GitHubWorld, login: string): GitHubObject {
  const known = world.accounts.get(login.toLowerCase())
  if (known !== undefined) return known
  const made = { login, id: 900_000 + world.accounts.size, type: 'User' }
  world.remember(made)
  return made
}

function installationCaller(
  installation: InstallationState,
  repositoryIds: readonly number[] | null,
): Caller {
  return {
    ...anonymous,
    kind: 'installation',
    budget: `installation ID ${installation.id}`,
    permissions: installation.app.permissions,
    repositoryIds,
    app: installation.app,
    installation,
  }
}

function appCaller(checked: ReturnType<typeof checkAppToken>): Caller | Answer {
  if ('refusal' in checked) return checked.refusal
  return { ...anonymous, kind: 'app', budget: `App ID ${checked.app.id}`, app: checked.app }
}

const appPermissions: Permissions = {
  metadata: 'read',
  contents: 'read',
  issues: 'write',
  pull_requests: 'read',
  checks: 'read',
  actions: 'read',
  deployments: 'read',
  statuses: 'read',
  administration: 'write',
  repository_hooks: 'write',
  organization_hooks: 'write',
}

function createApp(parts: Parts, random: Random, count: number, options: AppOptions) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const id = 29_310 + count
  const slug = options.slug ?? `octometer-${id}`
  const webhookSecret = random.hex(40)
  const events = options.events ?? ['*']
  const url = options.webhookUrl ?? null
  const owner = { kind: 'app', id } as const
  const app: AppState = {
    id,
    slug,
    name: options.name ?? slug,
    clientId: `Iv23li${random.hex(14)}`,
    owner: ensureAccount(parts.world, options.owner ?? 'octocat'),
    publicKey,
    permissions: options.permissions ?? appPermissions,
    events,
    createdAt: parts.clock.now(),
    hook: url === null ? null : parts.hooks.create(owner, { url, secret: webhookSecret, events }),
  }
  const created: CreatedApp = {
    id,
    slug,
    clientId: app.clientId,
    clientSecret: random.hex(40),
    webhookSecret,
    pem: textAt({ privateKey }, 'privateKey'),
  }
  return { app, created }
}
