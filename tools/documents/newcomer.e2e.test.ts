import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { genuinePayload, startGitHubSimulator } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { makeFreshCopy } from './fresh-copy.ts'
import { type Step, stepsOf } from './steps.ts'
import { openTerminal } from './terminal.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const stepsIn = async (path: string) => stepsOf(path, await readFile(join(root, path), 'utf8'))

/** What the README shows besides is asked of the demo with which both begin. */
async function newcomersPath(): Promise<readonly Step[]> {
  const readme = await stepsIn('README.md')
  const [demo, ...rest] = await stepsIn('docs/getting-started.md')
  if (demo?.script !== 'npm run demo') throw new Error('the path begins with the demo')
  const told = new Set([demo, ...rest].map(({ script }) => script))
  const besides = readme.filter(({ script }) => !told.has(script))
  return [demo, ...besides, ...rest, ...(await stepsIn('examples/README.md'))]
}

/** A GitHub that has the documents' repository, and the environment of somebody who has a token for it. */
async function startNewcomersGitHub() {
  const github = await startGitHubSimulator({ flowing: true, start: new Date() })
  const watch = JSON.parse(JSON.stringify(genuinePayload('watch', 0)))
  const repository = { ...watch.repository, id: 7001, name: 'api', full_name: 'acme/api' }
  github.apply({ event: 'watch', payload: { ...watch, repository } })
  const env = { OCTO_GITHUB_API_URL: github.url, TOKEN: github.credentials.createToken() }
  return { env, [Symbol.asyncDispose]: () => github[Symbol.asyncDispose]() }
}

test("what the tests do not run of a newcomer's path is known, and why", async () => {
  const path = await newcomersPath()
  const unrun = path.filter(({ notRun }) => notRun !== null)
  expect(unrun.map(({ script, notRun }) => [script.split('\n')[0], notRun])).toEqual([
    [
      'npx octometer top                 # the same, live, in the whole window',
      'one stays until you leave it, the other asks for a pull request of yours.',
    ],
    [
      'npm test        # every test, on the real NATS server and the real ClickHouse engine',
      'it is how they are run.',
    ],
    ['read -rs TOKEN    # paste the token; it is not shown', 'it waits for what you type.'],
  ])
})

test('every command of the README, of getting started and of the examples does what they say, in a fresh copy', async () => {
  await using copy = await makeFreshCopy(root)
  await using github = await startNewcomersGitHub()
  const { PATH, HOME, TMPDIR } = process.env
  const env = { PATH, HOME, TMPDIR, XDG_CONFIG_HOME: join(copy.folder, '.config'), ...github.env }
  await using terminal = await openTerminal(copy.folder, env)
  const steps = (await newcomersPath()).filter(({ notRun }) => notRun === null)
  for (const step of steps) await expect(terminal.follow(step)).resolves.toBeUndefined()
})
