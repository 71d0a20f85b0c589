import { expect, test } from 'vitest'
import { isPublic, safeAddress } from './safe-address.ts'

test.each([
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '127.0.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
])('%s is not public', (address) => expect(isPublic(address)).toBe(false))

test.each(['8.8.8.8', '2606:4700::1'])('%s is public', (address) => expect(isPublic(address)).toBe(true))

const rule = { allowedHosts: ['10.0.0.7', 'LOCALHOST'], setting: 'OCTO_SOME_HOSTS' }

test('a private address is refused by the name of the setting that would allow it', async () => {
  await expect(safeAddress('10.0.0.8', rule)).rejects.toMatchObject({
    ...{ code: 'address_not_public', retryable: false },
    message:
      '10.0.0.8 has the address 10.0.0.8, which is not public: name the host in OCTO_SOME_HOSTS if it is meant',
  })
  await expect(safeAddress('[::1]', rule)).rejects.toMatchObject({ code: 'address_not_public' })
  expect(await safeAddress('10.0.0.7', rule)).toEqual({ address: '10.0.0.7', family: 4 })
  expect(await safeAddress('8.8.8.8', rule)).toEqual({ address: '8.8.8.8', family: 4 })
})

test('a name is judged by the addresses that it has', async () => {
  await expect(safeAddress('localhost', { ...rule, allowedHosts: [] })).rejects.toMatchObject({
    code: 'address_not_public',
  })
  expect((await safeAddress('localhost', rule)).address).toMatch(/^(127\.0\.0\.1|::1)$/)
})
