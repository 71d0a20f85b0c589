import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { Verdict } from './gate.ts'
import { gatesOf } from './gates.ts'

const own = fileURLToPath(new URL('../..', import.meta.url))
const configuration = ['biome.json', 'knip.ts', 'tsconfig.base.json', 'tsconfig.json', '.gitignore']

const manifest = (fields: object) => `${JSON.stringify({ ...fields, type: 'module' }, null, 2)}\n`
const oneDoor = { exports: { '.': './src/index.ts' } }

const clean = {
  'package.json': manifest({ name: 'sample', private: true, devDependencies: { knip: '1' } }),
  'pnpm-workspace.yaml': 'packages:\n  - packages/*\n  - services/*\n',
  'packages/config/package.json': manifest({ name: '@octometer/config', ...oneDoor }),
  'packages/config/src/index.ts': "export { limit } from './limit.ts'\n",
  'packages/config/src/limit.ts': 'export const limit = 3\n',
  'services/ingress/package.json': manifest({ name: '@octometer/ingress', ...oneDoor }),
  'services/ingress/src/index.ts': 'export const port = 80\n',
}

/** A small project under the same rules as this one, with some files changed or added. */
async function project(changes: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'octometer-gates-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  for (const name of configuration) await cp(join(own, name), join(root, name))
  for (const [path, text] of Object.entries({ ...clean, ...changes })) {
    await mkdir(join(root, dirname(path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  await symlink(join(own, 'node_modules'), join(root, 'node_modules'))
  return root
}

async function verdict(name: string, changes: Readonly<Record<string, string>>): Promise<Verdict> {
  const root = await project(changes)
  const gate = gatesOf(root).find((each) => each.name === name)
  if (gate === undefined) throw new Error(`there is no gate ${name}`)
  return gate.run(root)
}

test.each([
  {
    gate: 'types',
    changes: { 'packages/config/src/limit.ts': "export const limit: number = 'three'\n" },
    says: "Type 'string' is not assignable to type 'number'",
  },
  {
    gate: 'lint and format',
    changes: { 'packages/config/src/limit.ts': 'export const limit   = 3;\n' },
    says: 'Formatter would have printed',
  },
  {
    gate: 'lint and format',
    changes: {
      'packages/config/src/limit.ts': `export const limit = 3\n${'console.log(limit)\n'.repeat(300)}`,
    },
    says: 'noExcessiveLinesPerFile',
  },
  {
    gate: 'import walls',
    changes: { 'packages/config/src/limit.ts': "import '@octometer/ingress'\n\nexport const limit = 3\n" },
    says: 'packages/config/src/limit.ts:1: packages/config may not import @octometer/ingress',
  },
  {
    gate: 'sizes',
    changes: { 'services/ingress/src/main.ts': 'start()\n'.repeat(31) },
    says: 'services/ingress/src/main.ts: 31 lines, 30 are allowed',
  },
  {
    gate: 'words',
    changes: { 'README.md': `as ${['/ro', 'ot/.npmrc'].join('')} says\n` },
    says: 'README.md:1: ',
  },
  {
    gate: 'links',
    changes: { 'README.md': 'see [the law](LAW.md)\n' },
    says: 'README.md:1: LAW.md is not there',
  },
  {
    gate: 'dependencies',
    changes: {
      'packages/config/package.json': manifest({
        name: '@octometer/config',
        ...oneDoor,
        dependencies: { planted: '1' },
      }),
      'packages/config/node_modules/planted/package.json': manifest({
        ...{ name: 'planted', version: '1.0.0', license: 'MIT', dependencies: { deep: '2' } },
      }),
      'packages/config/node_modules/deep/package.json': manifest({
        ...{ name: 'deep', version: '2.0.0', license: 'GPL-3.0-only' },
      }),
    },
    says: 'deep@2.0.0, which planted@1.0.0 needs, is under GPL-3.0-only',
  },
  {
    gate: 'dependencies',
    changes: {
      'pnpm-lock.yaml':
        'packages:\n\n  planted@https://codeload.github.com/a/b/tar.gz/1:\n    resolution: {tarball: https://codeload.github.com/a/b/tar.gz/1}\n',
    },
    says: 'pnpm-lock.yaml:4: planted@https://codeload.github.com/a/b/tar.gz/1 does not come from the registry',
  },
  {
    gate: 'golden schema',
    changes: { 'tools/golden-schema/main.ts': "console.log('differs'); process.exit(1)\n" },
    says: 'differs',
  },
])('$gate fails: $says', async ({ gate, changes, says }) => {
  const { passed, report } = await verdict(gate, changes)
  expect(report).toContain(says)
  expect(passed).toBe(false)
})

test('dead code fails: an unused file, an unused export', async () => {
  const { passed, report } = await verdict('dead code', {
    'packages/config/src/unused.ts': 'export const nobody = 1\n',
    'packages/config/src/limit.ts': 'export const limit = 3\nexport const most = 4\n',
  })
  expect(report).toContain('packages/config/src/unused.ts')
  expect(report).toContain('most')
  expect(passed).toBe(false)
})

test('each gate passes where nothing is wrong', async () => {
  const root = await project({})
  for (const gate of gatesOf(root)) {
    const { passed, report } = await gate.run(root)
    expect({ gate: gate.name, passed, report: passed ? '' : report }).toEqual({
      gate: gate.name,
      passed: true,
      report: '',
    })
  }
})
