import { expect, test } from 'vitest'
import { compatEndpoints } from '../compat/compat-endpoints.ts'
import { endpoints } from '../endpoints.ts'
import { shownParameters } from './shown-parameters.ts'

const shown = (body: unknown, path = {}, query = '') =>
  shownParameters({ path, query: new URLSearchParams(query), body })

test('what is known to be fit is shown, whatever its form', () => {
  const body = { repositories: ['acme/api'], value: 7, by: null, active: false, name: 'of the body' }
  expect(shown(body, { name: 'pushes' }, 'repository=acme/api&token=canary')).toEqual({
    repository: 'acme/api',
    repositories: '["acme/api"]',
    value: '7',
    active: 'false',
    name: 'pushes',
  })
})

test('a credential in the place of something else is not', () => {
  const key = `octo_${'aB3dE6gH'.repeat(5)}xyz`
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl'
  const github = `ghp_${'a1'.repeat(18)}`
  const text = JSON.stringify(
    shown({ events: [key, github], repository: `https://me:${token}@host/x` }, { name: token, id: key }),
  )
  for (const secret of [key, token, github]) expect(text).not.toContain(secret)
})

test('what is long is cut, and what is no object has nothing to show', () => {
  expect(shown({ rules: ['x'.repeat(5000)] }).rules).toHaveLength(301)
  expect(shown('text')).toEqual({})
  expect(shown(undefined)).toEqual({})
})

test('no field that may hold a secret or an address is shown, of any route', () => {
  const fields = [...endpoints, ...compatEndpoints].flatMap(({ route: { body, query } }) => {
    const shape = body !== undefined && 'shape' in body ? Object.keys(Object(body.shape)) : []
    return [...shape, ...Object.keys(query.shape)]
  })
  expect(fields).toContain('secret')
  const risky = fields.filter((name) =>
    /secret|token|password|key|jwt|url|state$|^code$|credential|query/.test(name),
  )
  expect(shown(Object.fromEntries(risky.map((name) => [name, 'canary'])))).toEqual({})
})
