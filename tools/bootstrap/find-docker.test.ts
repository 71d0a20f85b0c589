import { expect, test } from 'vitest'
import { ensureDocker } from './find-docker.mjs'
import { MachineNotReady } from './machine.mjs'

const nowhere = { PATH: '/nowhere' }

test('without an engine the tests of the images are left out, and that is said', () => {
  const said: string[] = []
  expect(ensureDocker(nowhere, (line) => said.push(line), false)).toBe('')
  expect(said).toEqual(['skipped: no Docker engine (the tests of the images need one)'])
})

test('a machine that may install one, and one that calls itself CI, leave nothing out', () => {
  expect(ensureDocker(nowhere, expect.unreachable, true)).toBe('1')
  expect(() => ensureDocker({ ...nowhere, CI: 'true' }, expect.unreachable, false)).toThrow(MachineNotReady)
})
