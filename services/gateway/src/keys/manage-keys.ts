import type { AccessConfig } from '@octometer/config'
import { type AnswerOf, createKey, deleteKey, listKeys, MAX_KEYS } from '@octometer/gateway-api'
import { type Principal, problem } from '@octometer/service-kit'
import { type Endpoint, endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { wrongField } from '../request-body.ts'
import type { IssuedKey } from './issued-keys.ts'

type Key = AnswerOf<typeof listKeys>['keys'][number]
type EnvironmentKey = Pick<AccessConfig['apiKeys'][number], 'name' | 'role'>

const BUCKET_READ = 'deliveries'

export const listKeysEndpoint: Endpoint = endpoint(listKeys, BUCKET_READ, async (gateway, { principal }) => {
  requireManager(principal)
  const issued = (await gateway.keys.list()).map(issuedKeyOf)
  const keys = [...gateway.environmentKeys.map(environmentKeyOf), ...issued]
  return { keys: keys.sort((a, b) => (a.name < b.name ? -1 : 1)) }
})

export const createKeyEndpoint: Endpoint = endpoint(
  createKey,
  BUCKET_READ,
  async ({ keys, environmentKeys, now }, { body, principal }) => {
    requireManager(principal)
    const { name, expires_at } = body
    if (expires_at !== null && new Date(expires_at) <= now())
      throw wrongField('expires_at', 'must be a time to come')
    if (environmentKeys.some((key) => key.name === name)) throw nameTaken(name)
    if ((await keys.list()).length >= MAX_KEYS) {
      throw problem(409, 'too_many_keys', `There are ${MAX_KEYS} keys: delete one that is not used any more.`)
    }
    const about = {
      ...body,
      expires_at: expires_at && new Date(expires_at).toISOString(),
      created_at: now().toISOString(),
      created_by: principal.name,
    }
    const key = await keys.create(about)
    if (key === null) throw nameTaken(name)
    return { ...issuedKeyOf(about), key }
  },
)

export const deleteKeyEndpoint: Endpoint = endpoint(
  deleteKey,
  BUCKET_READ,
  async ({ keys, environmentKeys }, { path, principal }) => {
    requireManager(principal)
    const removed = await keys.remove(path.name)
    if (removed !== null) return issuedKeyOf(removed)
    if (environmentKeys.some(({ name }) => name === path.name)) {
      const detail = 'The environment names this key: take it out of OCTO_API_KEYS and start again.'
      throw problem(409, 'key_of_environment', detail)
    }
    throw problem(404, 'key_not_found', 'There is no key of this name.')
  },
)

/** A key for some repositories must not make one for all of them, nor take another's away. */
function requireManager(principal: Principal): void {
  requireEveryRepository(principal, 'Keys are managed for every repository')
}

function nameTaken(name: string): Error {
  return problem(409, 'key_name_taken', `A key is called ${name} already: choose another name, or delete it.`)
}

function issuedKeyOf({ name, role, repositories, ...when }: Omit<IssuedKey, 'hash'>): Key {
  const { created_at, created_by, expires_at } = when
  return { name, role, repositories, source: 'issued', created_at, created_by, expires_at }
}

function environmentKeyOf({ name, role }: EnvironmentKey): Key {
  const unknown = { created_at: null, created_by: null, expires_at: null }
  return { name, role, repositories: null, source: 'environment', ...unknown }
}
