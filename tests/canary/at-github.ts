import { askUntil, type CanaryRun } from './canary-run.ts'

export const OWNER = 'acme'
const REPOSITORY = 'acme/service-000'
const isWell = (_: unknown, status: number) => status === 200

/** A hook with a secret of its own, in every state that it comes to; its deliveries are verified with it. */
export async function workWithHooks(run: CanaryRun): Promise<void> {
  const { asker, secrets, github, learnt } = run
  await askUntil(run, '/api/v1/hook-configs', secrets.adminKey, isWell)
  const body = { repository: REPOSITORY, secret: secrets.hookSecret, events: ['*'] }
  const made = await asker.ask('/api/v1/hook-configs', secrets.adminKey, { body })
  if (made.status !== 201) throw new Error(`no hook was configured: ${made.text}`)
  const path = `/api/v1/hook-configs/${made.body.id}`
  const learnSecrets = (when: string) => {
    for (const { id, secret } of github.hooks()) if (secret !== null) learnt.set(`hook ${id} ${when}`, secret)
  }
  await tell(run)
  for (const [when, change] of [
    ['rotated', () => asker.ask(`${path}/rotate`, secrets.adminKey, { body: {} })],
    [
      'changed',
      () =>
        asker.ask(path, secrets.adminKey, {
          method: 'PATCH',
          body: { secret: secrets.hookSecretOfTheSecondRotation },
        }),
    ],
  ] as const) {
    const { status, text } = await change()
    if (status !== 200) throw new Error(`the hook was not ${when}: ${text}`)
    learnSecrets(when)
    await tell(run)
  }
  await asker.ask('/api/v1/hook-configs', secrets.adminKey, { body })
  await asker.ask('/api/v1/hook-configs', secrets.adminKey, {
    body: { repository: 'acme/nothing', secret: secrets.hookSecret },
  })
  await asker.ask('/api/v1/hook-configs', secrets.adminKey, { body: { ...body, secret: 'short', events: 7 } })
  await asker.ask('/api/v1/hooks/verify', secrets.operatorKey, { body: {} })
  await asker.ask('/api/v1/hooks/connect', secrets.adminKey, { body: { repository: 'acme/service-001' } })
  learnSecrets('connected')
}

/** GitHub tells its hooks of something; and of something else that nobody takes. */
async function tell({ github }: CanaryRun): Promise<void> {
  const [repository] = [...github.world.repositories.values()]
  if (repository === undefined) throw new Error('there is no repository')
  const told = { event: 'watch', payload: { action: 'started', repository: repository.object } } as const
  await github.publish(told)
  github.record(told, () => null)
}

/** An App is made from a manifest, installed and used. */
export async function makeApp(run: CanaryRun): Promise<void> {
  const { asker, secrets, github } = run
  const begin = () => asker.ask('/auth/github/app', secrets.adminKey, { body: { public_url: asker.url } })
  const { body } = await begin()
  const { search, pathname } = new URL(String(body.url))
  await asker.ask(`${pathname}${search}`, null)
  const code = github.acceptManifest({ owner: OWNER, webhookUrl: `${asker.url}/webhooks/github` })
  const made = await asker.ask(`/auth/github/callback${search}&code=${code}`, null)
  if (made.status !== 200) throw new Error(`no App was made: ${made.text}`)
  const { body: install } = await askUntil(run, '/auth/github/install', secrets.viewerKey, isWell)
  const [id = 0] = github.credentials.apps.keys()
  github.credentials.install(id, { account: OWNER })
  const user = github.credentials.authorize('mona', id, [OWNER])
  const installed = { code: user, state: install.state }
  await asker.ask('/auth/github/install', secrets.viewerKey, { body: installed })
  await asker.ask('/auth/github/install', secrets.viewerKey, { body: { code: 'made up', state: 'made up' } })
  await github.publish({
    event: 'installation_repositories',
    payload: { action: 'added', organization: github.world.accounts.get(OWNER) ?? {} },
  })
}

/** A sync while GitHub fails and limits; a write that it takes, and one that it refuses. */
export async function readFromGitHub(run: CanaryRun): Promise<void> {
  const { asker, secrets, github } = run
  for (const status of [500, 502, 404] as const) github.faults.plan({ kind: 'status', status }, { times: 2 })
  github.faults.plan({ kind: 'reset' }, { times: 2 })
  const { body } = await asker.ask('/api/v1/sync', secrets.operatorKey, { body: { mode: 'full' } })
  await askUntil(run, `/api/v1/sync/${body.id}`, secrets.viewerKey, ({ ended_at }) => Boolean(ended_at))
  run.learnt.set('id', String(body.id))
  const feature = `/api/v1/github/${REPOSITORY}`
  await asker.ask(`${feature}/labels`, secrets.operatorKey, { body: { name: 'bug', color: 'd73a4a' } })
  await asker.ask(`${feature}/labels`, secrets.operatorKey, { body: { name: 'planted', color: 'd73a4a' } })
  github.limits.beginSecondary(2)
  await asker.ask(`${feature}/info`, secrets.viewerKey)
  await asker.ask('/api/v1/doctor', secrets.viewerKey)
}

/** What GitHub could not deliver is fetched from its log, once it is a minute old. */
export async function recover(run: CanaryRun): Promise<void> {
  await askUntil(run, '/api/v1/deliveries?event=watch', run.secrets.viewerKey, ({ data }) => {
    const held = data as readonly { readonly source: string }[]
    return held.some(({ source }) => source === 'recovery')
  })
}
