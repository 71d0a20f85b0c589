import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { billOfMaterials, installedPackages } from './bill-of-materials.mjs'
import { packagesOf } from './packages-of.mjs'

async function tree(files: Readonly<Record<string, object>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'octometer-image-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), JSON.stringify(content))
  }
  return root
}

test('an image holds the packages that its service depends on, through others too, and no other of ours', async () => {
  const root = await tree({
    'services/ingress/package.json': {
      name: '@o/ingress',
      dependencies: { '@o/config': 'workspace:*', koa: '3' },
      devDependencies: { '@o/testkit': 'workspace:*' },
    },
    'services/other/package.json': { name: '@o/other' },
    'packages/config/package.json': { name: '@o/config', dependencies: { '@o/kinds': 'workspace:*' } },
    'packages/kinds/package.json': { name: '@o/kinds', dependencies: { '@o/config': 'workspace:*' } },
    'packages/testkit/package.json': { name: '@o/testkit' },
  })
  expect(packagesOf(root, 'services/ingress')).toEqual([
    'packages/config',
    'packages/kinds',
    'services/ingress',
  ])
})

test('the bill of materials names each version once, with its licence where one is named', async () => {
  const root = await tree({
    'node_modules/.pnpm/koa@3.0.0/node_modules/koa/package.json': {
      name: 'koa',
      version: '3.0.0',
      license: 'MIT',
    },
    'node_modules/.pnpm/koa@3.0.0_x/node_modules/koa/package.json': {
      name: 'koa',
      version: '3.0.0',
      license: 'MIT',
    },
    'node_modules/.pnpm/@n+kv@1.0.0/node_modules/@n/kv/package.json': { name: '@n/kv', version: '1.0.0' },
    'node_modules/.pnpm/node_modules/broken/package.json': {},
  })
  const packages = installedPackages(root)
  expect(packages).toEqual([
    { name: '@n/kv', version: '1.0.0', license: null },
    { name: 'koa', version: '3.0.0', license: 'MIT' },
  ])
  const bill = billOfMaterials('ingress', '0.1.0', packages, '24.21.0')
  expect(bill.metadata.component).toEqual({
    type: 'application',
    name: 'octometer-ingress',
    version: '0.1.0',
  })
  expect(bill.components.map(({ purl }) => purl)).toEqual([
    'pkg:generic/node@24.21.0',
    'pkg:npm/%40n/kv@1.0.0',
    'pkg:npm/koa@3.0.0',
  ])
})
