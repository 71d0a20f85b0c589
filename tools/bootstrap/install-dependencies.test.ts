import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fingerprint, installEnvironment } from './install-dependencies.mjs'

async function workspace(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'octometer-fingerprint-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  for (const room of ['packages/config', 'services/ingress']) {
    await mkdir(join(root, room), { recursive: true })
    await writeFile(join(root, room, 'package.json'), '{}')
  }
  await writeFile(join(root, 'package.json'), '{}')
  await writeFile(join(root, 'pnpm-lock.yaml'), 'lockfileVersion: 9')
  return root
}

test('the fingerprint follows the lockfile and every manifest, and nothing else', async () => {
  const root = await workspace()
  const before = fingerprint(root)
  await writeFile(join(root, 'packages/config/readme.md'), 'words')
  expect(fingerprint(root)).toBe(before)
  await writeFile(join(root, 'packages/config/package.json'), '{ "name": "config" }')
  const changed = fingerprint(root)
  expect(changed).not.toBe(before)
  await writeFile(join(root, 'pnpm-lock.yaml'), 'lockfileVersion: 10')
  expect(fingerprint(root)).not.toBe(changed)
})

test("an installation sees neither the outer npm's own settings nor a production mode", () => {
  const environment = installEnvironment({
    NODE_ENV: 'production',
    npm_config_omit: 'dev',
    npm_config_local_prefix: '/somewhere',
    npm_package_name: 'octometer',
    npm_config_registry: 'https://mirror.example/npm/',
    HOME: '/home/somebody',
  })
  expect(environment).toEqual({
    npm_config_registry: 'https://mirror.example/npm/',
    HOME: '/home/somebody',
    CI: 'true',
  })
})
