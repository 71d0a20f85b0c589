import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readProfiles, writeProfiles } from './profiles.ts'
import { chooseServer } from './server.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'octometer-profiles-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

const work = { url: 'https://octometer.example.org', key: 'k'.repeat(20) }

test('profiles are kept in a file that is its owner’s alone, and refused from one that is not', async () => {
  const file = join(await folder(), 'octometer', 'profiles.json')
  expect(await readProfiles(file)).toEqual({ current: null, profiles: {} })
  await writeProfiles(file, { current: 'work', profiles: { work } })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readProfiles(file)).toEqual({ current: 'work', profiles: { work } })
  await chmod(file, 0o644)
  await expect(readProfiles(file)).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringContaining(`chmod 600 ${file}`),
  })
  await chmod(file, 0o600)
  await writeFile(file, '{')
  await expect(readProfiles(file)).rejects.toMatchObject({ exitCode: 2 })
})

test('who is asked: the profile that is named, OCTO_URL, the current profile, a system that runs here', async () => {
  const cwd = await folder()
  const data = join(cwd, '.octometer', 'data')
  const env = { XDG_CONFIG_HOME: cwd }
  const places = { env, cwd, project: cwd }
  expect(await chooseServer(places, undefined)).toMatchObject({ url: 'http://127.0.0.1:8080', key: null })
  const credentials = { adminKey: 'local-key', webhookSecret: 's' }
  await writeProfiles(join(data, 'credentials.json'), { current: null, profiles: {} })
  await writeFile(join(data, 'credentials.json'), JSON.stringify(credentials))
  await writeFile(
    join(data, 'endpoint.json'),
    JSON.stringify({ url: 'http://127.0.0.1:1', pid: process.pid }),
  )
  const local = { url: 'http://127.0.0.1:1', key: 'local-key', source: '.octometer/data' }
  expect(await chooseServer(places, undefined)).toEqual(local)
  await writeFile(join(data, 'endpoint.json'), JSON.stringify({ url: 'http://127.0.0.1:1', pid: 2 ** 30 }))
  expect(await chooseServer(places, undefined)).toMatchObject({ source: 'default' })
  await writeProfiles(join(cwd, 'octometer', 'profiles.json'), { current: 'work', profiles: { work } })
  expect(await chooseServer(places, undefined)).toEqual({ ...work, source: 'profile work' })
  const named = { ...places, env: { ...env, OCTO_URL: 'http://other:1/', OCTO_API_KEY: 'mine' } }
  expect(await chooseServer(named, undefined)).toEqual({
    url: 'http://other:1',
    key: 'mine',
    source: 'OCTO_URL',
  })
  expect(await chooseServer(named, 'work')).toEqual({ ...work, source: 'profile work' })
  await expect(chooseServer(places, 'constructor')).rejects.toMatchObject({ exitCode: 2 })
  const withKey = { ...places, env: { ...env, OCTO_URL: 'http://user:secret@other' } }
  await expect(chooseServer(withKey, undefined)).rejects.toThrow(/without a user or key/)
})
