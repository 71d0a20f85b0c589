import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { billOfMaterials, installedPackages } from './bill-of-materials.mjs'
import { packagesOf } from './packages-of.mjs'

// node tools/image/main.mjs <service> <folder>: puts what the service runs on into a folder, as a tree of its own. What is
// installed must be the service's production dependencies and no more.
const root = fileURLToPath(new URL('../../', import.meta.url))
const [service = '', folder = ''] = process.argv.slice(2)
if (service === '' || folder === '') throw new Error('name the service and the folder to fill')

// Types, maps and tests: nothing of them runs.
const unused = /\.(d\.[cm]?ts|map|tsbuildinfo)$|\.(test|fixture|golden)\.\w+$/

/** @param {string} path */
function take(path) {
  const target = join(folder, path)
  mkdirSync(dirname(target), { recursive: true })
  cpSync(join(root, path), target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !unused.test(source),
  })
}

const rooms = packagesOf(root, `services/${service}`)
for (const room of rooms) {
  for (const entry of readdirSync(join(root, room))) take(`${room}/${entry}`)
}
take('node_modules/.pnpm')
take('package.json')
// The gateway gives the pages of the metrics to models that ask.
if (rooms.includes('services/gateway')) take('docs/metrics')

/** @type {{ version: string, scripts: { start: string } }} */
const { version, scripts } = JSON.parse(readFileSync(join(root, `services/${service}/package.json`), 'utf8'))
const start = join(folder, 'start')
writeFileSync(start, `#!/bin/sh\ncd /app/services/${service} && exec ${scripts.start}\n`)
chmodSync(start, 0o755)
const packages = installedPackages(folder)
const bill = billOfMaterials(service, version, packages, process.versions.node)
writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`)
console.log(`${service}: ${rooms.length} packages of ours, ${packages.length} of others`)
