import { defaultHookEvents } from '@octometer/event-contracts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { homeOf } from './find-homes.ts'
import { type HooksUnderTest, REPOSITORY, startHooks, WEBHOOK_SECRET, WEBHOOK_URL } from './hooks.fixture.ts'
import { lookAtHooks } from './look-at-hooks.ts'
import type { ConfigManager } from './manage-configs.ts'
import { setUpHook, setUpHooks } from './set-up-hook.ts'
import { PULL_URL } from './wanted-hook.ts'

const { signal } = new AbortController()
const owner = { kind: 'repository', id: REPOSITORY.id } as const

let hooks: HooksUnderTest
beforeEach(async () => {
  hooks = await startHooks()
})
afterEach(() => hooks[Symbol.asyncDispose]())

const writes = () => hooks.github.requests.filter(({ method }) => method !== 'GET').length

async function outcomes(manager: ConfigManager) {
  const { hooks: done, refused } = await setUpHooks(manager, signal)
  expect(refused).toEqual([])
  return done.map(({ outcome, mode }) => `${outcome} ${mode}`)
}

test('a hook is made once, told apart by its URL, and touched again only when it is not what it is to be', async () => {
  const stranger = hooks.github.addHook(owner, { url: 'https://other.example/', events: ['*'] })
  const manager = hooks.manager()
  expect(await outcomes(manager)).toEqual(['created push'])
  const after = writes()
  expect(await outcomes(manager)).toEqual(['unchanged push'])
  expect(writes()).toBe(after)
  expect(await outcomes(hooks.manager({ OCTO_HOOK_EVENTS: 'push,issues' }))).toEqual(['updated push'])
  expect(await outcomes(hooks.manager({ OCTO_HOOK_EVENTS: '*', OCTO_WEBHOOK_SECRETS: 'another' }))).toEqual([
    'updated push',
  ])
  const home = await homeOf(manager.clients, { kind: 'repository', name: REPOSITORY.full_name }, signal)
  const shown = await home.list(signal)
  expect(shown.map(({ config }) => config.url)).toEqual(['https://other.example/', WEBHOOK_URL])
  expect(shown[1]).toMatchObject({ active: true, events: ['*'], config: { content_type: 'json' } })
  expect(stranger.events).toEqual(['*'])
  expect(hooks.lines.join('\n')).not.toContain(WEBHOOK_SECRET)
})

test('without an address a hook points to nowhere; with one later, the same hook is aimed there', async () => {
  const pulling = hooks.manager({ OCTO_WEBHOOK_URL: '' })
  expect(await outcomes(pulling)).toEqual(['created pull'])
  const home = await homeOf(pulling.clients, { kind: 'repository', name: REPOSITORY.full_name }, signal)
  const [hook] = await home.list(signal)
  expect(hook).toMatchObject({ config: { url: PULL_URL }, events: [...defaultHookEvents] })
  expect(hooks.github.deliveriesOf(hook?.id ?? 0)).toMatchObject([{ event: 'ping', statusCode: 0 }])
  expect(await outcomes(hooks.manager())).toEqual(['updated push'])
  expect((await home.list(signal)).map(({ id, config }) => [id, config.url])).toEqual([
    [hook?.id, WEBHOOK_URL],
  ])
})

test('without an address and with nobody who reads logs there is nothing to set up', async () => {
  const manager = hooks.manager({ OCTO_WEBHOOK_URL: '', OCTO_POLL_SECONDS: 'off' })
  const home = await homeOf(manager.clients, { kind: 'repository', name: REPOSITORY.full_name }, signal)
  await expect(setUpHook(manager, home, signal)).rejects.toThrow(/OCTO_WEBHOOK_URL/)
  expect(writes()).toBe(0)
})

test('what GitHub tells of a hook is appended when it changes: switched off, aimed elsewhere, deleted', async () => {
  const manager = hooks.manager()
  await setUpHooks(manager, signal)
  expect(await lookAtHooks(manager, signal)).toEqual({ hooks: 1, changed: 1 })
  expect(await lookAtHooks(manager, signal)).toEqual({ hooks: 1, changed: 0 })
  const home = await homeOf(manager.clients, { kind: 'repository', name: REPOSITORY.full_name }, signal)
  const [hook] = await home.list(signal)
  const id = hook?.id ?? 0
  const settings = { url: WEBHOOK_URL, events: ['push'], active: true, secret: null }
  await home.update(id, { ...settings, active: false }, signal)
  expect(await lookAtHooks(manager, signal)).toMatchObject({ changed: 1 })
  await home.update(id, { ...settings, url: 'https://elsewhere.example/path?token=1' }, signal)
  expect(await lookAtHooks(manager, signal)).toMatchObject({ changed: 1 })
  await home.remove(id, signal)
  expect(await lookAtHooks(manager, signal)).toMatchObject({ changed: 1 })
  expect(
    hooks.told.map(({ state, active, is_aimed_here, url_host }) => [state, active, is_aimed_here, url_host]),
  ).toEqual([
    ['present', true, true, 'octometer.example'],
    ['present', false, true, 'octometer.example'],
    ['present', true, false, 'elsewhere.example'],
    ['missing', null, null, null],
  ])
  expect(JSON.stringify(hooks.told)).not.toContain('token=1')
  // Another agent, or this one started anew, remembers.
  expect(await lookAtHooks(hooks.manager(), signal)).toEqual({ hooks: 1, changed: 0 })
  expect(await outcomes(manager)).toEqual(['created push'])
})

test('a hook that somebody made by hand to our address is ours', async () => {
  hooks.github.addHook(owner, { url: WEBHOOK_URL, events: ['push'] })
  hooks.github.addHook(owner, { url: `${WEBHOOK_URL}/`, events: ['push'] })
  expect(await lookAtHooks(hooks.manager(), signal)).toEqual({ hooks: 1, changed: 1 })
})
