import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The folders of the packages of ours that one of them runs on, itself included: by `dependencies` alone.
 * @param {string} root
 * @param {string} room such as `services/ingress`
 * @returns {string[]} sorted
 */
export function packagesOf(root, room) {
  const rooms = roomsByName(root)
  /** @type {Set<string>} */
  const found = new Set()
  const visit = (/** @type {string} */ each) => {
    if (found.has(each)) return
    found.add(each)
    for (const name of Object.keys(manifest(root, each).dependencies ?? {})) {
      const own = rooms.get(name)
      if (own !== undefined) visit(own)
    }
  }
  visit(room)
  return [...found].sort()
}

/** @param {string} root */
function roomsByName(root) {
  const rooms = ['packages', 'services'].flatMap((part) =>
    readdirSync(join(root, part)).map((name) => `${part}/${name}`),
  )
  const packages = rooms.filter((room) => existsSync(join(root, room, 'package.json')))
  return new Map(packages.map((room) => [manifest(root, room).name, room]))
}

/**
 * @param {string} root
 * @param {string} room
 * @returns {{ name: string, dependencies?: Record<string, string> }}
 */
function manifest(root, room) {
  return JSON.parse(readFileSync(join(root, room, 'package.json'), 'utf8'))
}
