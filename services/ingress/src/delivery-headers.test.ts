import { expect, test } from 'vitest'
import { type DistinctHeaders, readDeliveryHeaders } from './delivery-headers.ts'
import { DeliveryRefusedError } from './refusal.ts'

const GENUINE: DistinctHeaders = {
  'content-type': ['application/json'],
  'user-agent': ['GitHub-Hookshot/044aadd'],
  'x-github-delivery': ['72d3162e-cc78-11e3-81ab-4c9367dc0958'],
  'x-github-event': ['pull_request'],
  'x-github-hook-id': ['292430182'],
  'x-github-hook-installation-target-id': ['79929171'],
  'x-github-hook-installation-target-type': ['repository'],
  'x-hub-signature-256': ['sha256=00'],
}

const refusalOf = (headers: DistinctHeaders): string => {
  try {
    readDeliveryHeaders(headers)
  } catch (error) {
    if (error instanceof DeliveryRefusedError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'accepted'
}

test("the headers of GitHub's documentation are read", () => {
  expect(readDeliveryHeaders(GENUINE)).toEqual({
    contentType: 'application/json',
    guid: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    event: 'pull_request',
    hookId: '292430182',
    targetType: 'repository',
    targetId: '79929171',
    signature: 'sha256=00',
  })
})

test('what GitHub may leave out is null', () => {
  const headers = readDeliveryHeaders({
    'content-type': ['application/x-www-form-urlencoded; charset=utf-8'],
    'x-github-delivery': ['guid-1'],
    'x-github-event': ['an_event_of_next_year'],
  })
  expect(headers).toMatchObject({
    contentType: 'application/x-www-form-urlencoded',
    hookId: null,
    signature: null,
  })
})

test.each(['x-github-delivery', 'x-github-event'])('%s is required', (name) => {
  expect(refusalOf({ ...GENUINE, [name]: undefined })).toMatch(/^header_missing: header X-GitHub-/)
  expect(refusalOf({ ...GENUINE, [name]: [''] })).toMatch(/^header_missing/)
})

test.each(Object.keys(GENUINE).filter((name) => name !== 'user-agent'))('%s may be sent once', (name) => {
  const value = GENUINE[name]?.[0] ?? ''
  expect(refusalOf({ ...GENUINE, [name]: [value, value] })).toMatch(
    /^header_repeated: header .* was sent 2 times$/,
  )
})

test.each([
  ['x-github-delivery', 'a b'],
  ['x-github-delivery', '../../etc/passwd'],
  ['x-github-delivery', 'caf\u00e9'],
  ['x-github-delivery', 'a'.repeat(101)],
  ['x-github-event', 'Push'],
  ['x-github-event', 'push.x.>'],
  ['x-github-event', 'e'.repeat(65)],
  ['x-github-hook-id', '12a'],
  ['x-github-hook-installation-target-id', '-1'],
  ['x-github-hook-installation-target-type', 'a\u00e9'],
])('%s: %s is malformed', (name, value) => {
  expect(refusalOf({ ...GENUINE, [name]: [value] })).toMatch(/^header_malformed/)
})

test.each(['text/plain', 'application/json2', 'multipart/form-data; boundary=x', ''])(
  'content type "%s" is not supported',
  (value) => {
    expect(refusalOf({ ...GENUINE, 'content-type': [value] })).toMatch(/^content_type_unsupported/)
  },
)

test('the media type is compared without case and parameters', () => {
  expect(refusalOf({ ...GENUINE, 'content-type': ['Application/JSON; charset=utf-8'] })).toBe('accepted')
})
