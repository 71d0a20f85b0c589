import { RequestError } from '@octokit/request-error'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectRepository } from './connect-repository.ts'
import { homeOf } from './find-homes.ts'
import { type HooksUnderTest, REPOSITORY, startHooks } from './hooks.fixture.ts'
import { lookAtHooks } from './look-at-hooks.ts'
import { changeConfig, createConfig, deleteConfig } from './manage-configs.ts'

const { signal } = new AbortController()
const ID = `repository-${REPOSITORY.id}`
const owner = { kind: 'repository', id: null, name: REPOSITORY.full_name.toUpperCase() } as const
const asked = { owner, url: null, events: ['push'], active: true, secret: 'first secret', set_up: true }

let hooks: HooksUnderTest
beforeEach(async () => {
  hooks = await startHooks()
})
afterEach(() => hooks[Symbol.asyncDispose]())

test('a configuration is made, set up at GitHub, changed, rotated and deleted; its secret is nowhere in clear', async () => {
  const manager = hooks.manager()
  const made = await createConfig(manager, asked, signal)
  expect(made).toMatchObject({
    id: ID,
    owner: { id: REPOSITORY.id, name: REPOSITORY.full_name },
    events: ['push'],
  })
  const home = await homeOf(manager.clients, made.owner, signal)
  expect(await home.list(signal)).toMatchObject([
    { id: Number(made.hook_id), events: ['push'], active: true },
  ])
  await expect(createConfig(manager, asked, signal)).rejects.toMatchObject({ code: 'hook_config_exists' })
  const change = { id: ID, rotate: false, set_up: true }
  await changeConfig(manager, { ...change, events: ['*'], active: false }, signal)
  expect(await home.list(signal)).toMatchObject([{ events: ['*'], active: false }])
  await changeConfig(manager, { ...change, secret: 'second secret' }, signal)
  expect((await manager.book.config(ID))?.secrets).toEqual(['second secret', 'first secret'])
  const { config } = await changeConfig(manager, { ...change, rotate: true }, signal)
  expect(config?.secrets).toHaveLength(2)
  const secrets = (await manager.book.config(ID))?.secrets ?? []
  expect(secrets[1]).toBe('second secret')
  expect(secrets[0]).toMatch(/^[\w-]{43}$/)
  const stored = (await hooks.bucket.entries()).map(({ value }) => value).join()
  const shown = JSON.stringify([made, config, hooks.told, hooks.lines, stored])
  for (const secret of [...secrets, 'first secret']) expect(shown).not.toContain(secret)
  await lookAtHooks(manager, signal)
  await deleteConfig(manager, { id: ID, delete_hook: true }, signal)
  expect(await home.list(signal)).toEqual([])
  expect(hooks.told.map(({ state }) => state)).toEqual(['present', 'removed'])
  expect(await manager.book.configs()).toEqual([])
  expect(await deleteConfig(manager, { id: ID, delete_hook: true }, signal)).toEqual({ config: null })
})

test("what GitHub refuses is passed on under GitHub's status, and leaves no configuration behind", async () => {
  const manager = hooks.manager()
  const nobody = { ...asked, owner: { ...owner, name: 'nobody/nothing' } }
  const refused = await createConfig(manager, nobody, signal).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(RequestError)
  expect(refused).toMatchObject({ status: 404 })
  const unreachable = { ...asked, url: 'ftp://octometer.example' }
  await expect(createConfig(manager, unreachable, signal)).rejects.toMatchObject({ status: 422 })
  expect(await manager.book.configs()).toEqual([])
  expect(hooks.lines.join()).not.toContain('first secret')
})

test('without an encryption key no secret is kept', async () => {
  const manager = hooks.manager({ OCTO_ENCRYPTION_KEY: '' })
  await expect(createConfig(manager, asked, signal)).rejects.toThrow(/OCTO_ENCRYPTION_KEY/)
})

test('a repository is connected by its first delivery: pinged where the hook is there already', async () => {
  const manager = hooks.manager()
  const connector = { ...manager, events: hooks.appender.events }
  const first = await connectRepository(connector, REPOSITORY.full_name, signal)
  expect(first).toMatchObject({
    outcome: 'created',
    mode: 'push',
    first_delivery: { event: 'ping', pulled: false },
  })
  const again = await connectRepository(connector, REPOSITORY.full_name.toUpperCase(), signal)
  expect(again).toMatchObject({
    outcome: 'unchanged',
    hook_id: first.hook_id,
    first_delivery: { event: 'ping' },
  })
  expect(again.first_delivery?.delivery_id).not.toBe(first.first_delivery?.delivery_id)
  await expect(connectRepository(connector, 'nobody/nothing', signal)).rejects.toMatchObject({ status: 404 })
})
