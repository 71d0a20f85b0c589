import { expect, test } from 'vitest'
import { atLeast, howToGetNatsServer, MachineNotReady, readVersion, requireNode } from './machine.mjs'

test('reads the first version in what a program prints', () => {
  expect(readVersion('nats-server: v2.15.1\n')).toEqual([2, 15, 1])
  expect(readVersion('v24.21.0')).toEqual([24, 21, 0])
  expect(readVersion('nats-server: v2.12.0-RC.1')).toEqual([2, 12, 0])
  expect(readVersion('command not found')).toBeNull()
})

test.each([
  { version: [2, 12, 0], enough: true },
  { version: [2, 15, 1], enough: true },
  { version: [3, 0, 0], enough: true },
  { version: [2, 11, 9], enough: false },
  { version: [1, 99, 99], enough: false },
] as const)('$version is enough for 2.12.0: $enough', ({ version, enough }) => {
  expect(atLeast(version, [2, 12, 0])).toBe(enough)
})

test('refuses a Node that is too old, with one sentence that says what to do', () => {
  expect(() => requireNode('v20.0.0')).not.toThrow()
  expect(() => requireNode('v24.21.0')).not.toThrow()
  expect(() => requireNode('v18.20.4')).toThrow(MachineNotReady)
  expect(() => requireNode('v18.20.4')).toThrow(/needs Node\.js 20 or newer .* this is v18\.20\.4/)
})

test.each([
  { platform: 'darwin', says: 'brew install nats-server' },
  { platform: 'win32', says: 'winget install' },
  { platform: 'linux', says: 'unpack the archive for this machine' },
  { platform: 'freebsd', says: 'freebsd' },
] as const)('tells a $platform machine how to get nats-server', ({ platform, says }) => {
  const sentence = howToGetNatsServer(platform, '2.12')
  expect(sentence).toContain(says)
  expect(sentence).not.toContain('\n')
})
