import { createHash } from 'node:crypto'
import { genuineDeliveries } from '@octometer/testkit'

export interface Body {
  readonly event: string
  readonly text: string
}

/** So many different bodies of the genuine `pull_request` payload whose size is nearest to `bytes`. */
export function genuineBodies(bytes: number, count: number): readonly Body[] {
  const pulls = genuineDeliveries().filter(({ event }) => event === 'pull_request')
  const distance = (text: string) => Math.abs(Buffer.byteLength(text) - bytes)
  const [nearest = ''] = pulls.map(({ body }) => body).sort((left, right) => distance(left) - distance(right))
  return Array.from({ length: count }, (_, index) => ({
    event: 'pull_request',
    text: withOtherIdentity(nearest, index),
  }))
}

/** The same payload about another thing: other SHAs and ids of the same length, so that it compresses like its model. */
function withOtherIdentity(text: string, index: number): string {
  const digest = (value: string) => createHash('sha1').update(`${index} ${value}`).digest('hex')
  return text
    .replaceAll(/\b[0-9a-f]{40}\b/g, digest)
    .replaceAll(/(?<=:)\d{8,15}\b/g, (digits) => otherDigits(digest(digits), digits.length))
}

function otherDigits(hex: string, length: number): string {
  return ((BigInt(`0x${hex}`) % (9n * 10n ** BigInt(length - 1))) + 10n ** BigInt(length - 1)).toString()
}

/** A push whose commits fill `bytes`: the one event whose payload grows so large. */
export function hugePush(bytes: number): Body {
  const push = genuineDeliveries().find(({ event, body }) => event === 'push' && body.includes('"commits":['))
  const payload: Record<string, unknown> = JSON.parse(push?.body ?? '{}')
  const shell = JSON.stringify({ ...payload, commits: [] })
  const commits: string[] = []
  for (let index = 0, length = shell.length; length < bytes; index += 1) {
    const commit = JSON.stringify(commitOf(index))
    length += commit.length + 1
    if (length < bytes) commits.push(commit)
  }
  return { event: 'push', text: shell.replace('"commits":[]', `"commits":[${commits.join(',')}]`) }
}

function commitOf(index: number) {
  const sha = createHash('sha1').update(`commit ${index}`).digest('hex')
  const person = { name: 'Mona Lisa', email: 'mona@github.com', username: 'Codertocat' }
  return {
    id: sha,
    tree_id: createHash('sha1').update(`tree ${index}`).digest('hex'),
    distinct: true,
    message: `Change ${sha.slice(0, 12)} to the ${index}th part of what is built here`,
    timestamp: new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString(),
    url: `https://github.com/Codertocat/Hello-World/commit/${sha}`,
    author: person,
    committer: person,
    added: [`src/part-${sha.slice(0, 8)}.ts`],
    removed: [],
    modified: [`docs/${sha.slice(8, 16)}.md`, `src/part-${index}.ts`],
  }
}
