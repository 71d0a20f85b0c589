import { LRUCache } from 'lru-cache'

const MOST_NAMES = 10_000
const NAMED = /^\/repos\/([^/]+)\/([^/]+)(?:\/|$)/
const NUMBERED = /^\/repositories\/(\d+)(?:\/|$)/

/**
 * Which repository a path is about, under all names that it was seen under: GitHub answers an old name with a 301 to
 * the number. Paths begin after the root of the API.
 */
export class RepositoryTags {
  readonly #numbers = new LRUCache<string, string>({ max: MOST_NAMES })

  tagOfPath(path: string): string | null {
    const number = NUMBERED.exec(path)?.[1]
    if (number !== undefined) return `#${number}`
    const [, owner, name] = NAMED.exec(path) ?? []
    return owner === undefined || name === undefined ? null : tagOfName(decode(owner), decode(name))
  }

  /** Two paths are about one repository: the first led to the second. */
  moved(from: string, to: string): void {
    const [name, number] = [this.tagOfPath(from), this.tagOfPath(to)]
    if (name !== null && number?.startsWith('#') && !name.startsWith('#')) this.#numbers.set(name, number)
  }

  /** GitHub has told what the repository at this path is called and numbered. */
  seen(path: string, { id, full_name }: { readonly id: number; readonly full_name: string }): void {
    const [owner = '', name = ''] = full_name.split('/')
    for (const tag of [this.tagOfPath(path), tagOfName(owner, name)]) {
      if (tag !== null && !tag.startsWith('#')) this.#numbers.set(tag, `#${id}`)
    }
  }

  /** The tags of all paths to a repository, and of no other. */
  allOf(tag: string): ReadonlySet<string> {
    const number = tag.startsWith('#') ? tag : this.#numbers.get(tag)
    if (number === undefined) return new Set([tag])
    const names = [...this.#numbers.entries()].flatMap(([name, its]) => (its === number ? [name] : []))
    return new Set([tag, number, ...names])
  }
}

export function tagOfName(owner: string, name: string): string {
  return `${owner}/${name}`.toLowerCase()
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // Not an encoding: it stands for itself.
    return part
  }
}
