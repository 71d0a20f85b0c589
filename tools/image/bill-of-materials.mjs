import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {object} Installed
 * @property {string} name
 * @property {string} version
 * @property {string | null} license
 */

/**
 * Every package that pnpm has installed under a folder, each version once.
 * @param {string} folder
 * @returns {Installed[]} sorted by name and version
 */
export function installedPackages(folder) {
  const store = join(folder, 'node_modules', '.pnpm')
  /** @type {Map<string, Installed>} */
  const found = new Map()
  for (const place of existsSync(store) ? readdirSync(store) : []) {
    for (const manifest of manifestsIn(join(store, place, 'node_modules'))) {
      const { name, version, license } = JSON.parse(readFileSync(manifest, 'utf8'))
      if (typeof name !== 'string' || typeof version !== 'string') continue
      found.set(`${name}@${version}`, {
        name,
        version,
        license: typeof license === 'string' ? license : null,
      })
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}

/** @param {string} folder */
function manifestsIn(folder) {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(folder, name)).map((each) => `${name}/${each}`) : [name],
  )
  return entries.map((entry) => join(folder, entry, 'package.json')).filter((path) => existsSync(path))
}

/**
 * What an image holds beside its base, as CycloneDX (https://cyclonedx.org/docs/1.6/json/).
 * @param {string} service
 * @param {string} version
 * @param {readonly Installed[]} packages
 * @param {string} node the version of Node.js
 */
export function billOfMaterials(service, version, packages, node) {
  const libraries = packages.map(({ name, version: each, license }) => ({
    type: 'library',
    'bom-ref': `pkg:npm/${name.replace('@', '%40')}@${each}`,
    name,
    version: each,
    purl: `pkg:npm/${name.replace('@', '%40')}@${each}`,
    ...(license !== null && { licenses: [{ expression: license }] }),
  }))
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name: `octometer-${service}`, version } },
    components: [
      { type: 'platform', name: 'node', version: node, purl: `pkg:generic/node@${node}` },
      ...libraries,
    ],
  }
}
