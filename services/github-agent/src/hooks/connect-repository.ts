import type { FirstDelivery, HookSetUp } from '@octometer/event-contracts'
import type { Appender } from '@octometer/event-log'
import type { Sleep } from '@octometer/github-client'
import { type ListedAttempt, type LogSource, repositoryHookLog } from '../recovery/log-source.ts'
import { recoveredDelivery } from '../recovery/recovered-delivery.ts'
import { homeOf } from './find-homes.ts'
import { repositoryHome } from './hook-home.ts'
import { type HookSetter, setUpHook } from './set-up-hook.ts'

export interface Connector extends HookSetter {
  readonly events: Appender
  readonly sleep: Sleep
}

const LOOK_EVERY_MS = 1_000
const MOST_LOOKS = 12

/**
 * Sets up the hook of one repository and waits for its first delivery, a ping. In pull mode that is read from GitHub's log and
 * appended; otherwise the log tells what ingress answered. Throws NoCredentialError, RequestError or LogUnavailableError.
 */
export async function connectRepository(
  connector: Connector,
  repository: string,
  signal: AbortSignal,
): Promise<HookSetUp & { readonly first_delivery: FirstDelivery | null }> {
  const asked = await homeOf(connector.clients, { kind: 'repository', name: repository }, signal)
  const name = await nameNow(asked.client, repository, signal)
  const home = repositoryHome(asked.client, name)
  const setUp = await setUpHook(connector, home, signal)
  const [owner = '', repo = ''] = name.split('/')
  const hookId = Number(setUp.hook_id)
  const log = repositoryHookLog(home.client, { owner, name: repo, hookId })
  const before = setUp.outcome === 'created' ? new Set<string>() : await attemptsIn(log, signal)
  // GitHub sends one itself when a hook is made.
  if (setUp.outcome !== 'created') await home.ping(hookId, signal)
  const attempt = await firstAttempt(connector, log, before, signal)
  if (attempt === null) return { ...setUp, first_delivery: null }
  const pulled = setUp.mode === 'pull' && (await pull(connector, log, attempt, signal))
  const { guid, event, status_code } = attempt
  const delivered_at = new Date(attempt.delivered_at).toISOString()
  return { ...setUp, first_delivery: { delivery_id: guid, event, delivered_at, status_code, pulled } }
}

/** As GitHub spells it today: an old name and another case find it too. Throws RequestError: 404 for none. */
async function nameNow(
  client: HookSetter['clients']['token'] & object,
  repository: string,
  signal: AbortSignal,
): Promise<string> {
  const [owner = '', repo = ''] = repository.split('/')
  const { data } = await client.request('GET /repos/{owner}/{repo}', { owner, repo }, { signal })
  return data.full_name
}

async function attemptsIn(log: LogSource, signal: AbortSignal): Promise<ReadonlySet<string>> {
  for await (const { items } of log.pages(signal)) return new Set(items.map(({ id }) => String(id)))
  return new Set()
}

/** Null: GitHub's log lists nothing new in time. */
async function firstAttempt(
  { sleep }: Connector,
  log: LogSource,
  before: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ListedAttempt | null> {
  for (let looks = 1; ; looks += 1) {
    for await (const { items } of log.pages(signal)) {
      const attempt = items.find(({ id }) => !before.has(String(id)))
      if (attempt !== undefined) return attempt
      break
    }
    if (looks === MOST_LOOKS) return null
    await sleep(LOOK_EVERY_MS, signal)
  }
}

async function pull(
  { events }: Connector,
  log: LogSource,
  { id, guid }: ListedAttempt,
  signal: AbortSignal,
): Promise<boolean> {
  const entry = recoveredDelivery(log, await log.sent(String(id), guid, signal))
  if (entry === null) return false
  await events.append(entry)
  return true
}
