import { posix } from 'node:path'
import { type Markdown, readMarkdown } from './markdown.ts'

interface Document {
  readonly path: string
  readonly text: string
}

/** Hosts that documents may point to; nobody asks them here, so each is looked at by who adds it. */
const hosts: ReadonlySet<string> = new Set([
  'docs.nats.io',
  'dora.dev',
  'github.com',
  'keda.sh',
  'modelcontextprotocol.io',
  'prometheus-operator.dev',
  'semver.org',
])

/** Hosts of examples: RFC 2606 and RFC 6761 keep them from everybody, and a machine's own. */
const isExample = (host: string) =>
  /(^|\.)(example|invalid|localhost|test)$|(^|\.)example\.(com|org|net)$|^127\.0\.0\.1$/.test(host)

/**
 * One line of text for each link of Markdown that leads nowhere: to a file or folder that is not there, to a heading that
 * is not in it, or to a host that is not listed. `paths`: every file, from the root.
 */
export function findBrokenLinks(documents: readonly Document[], paths: readonly string[]): readonly string[] {
  const known = new Set(paths.flatMap((path) => [path, ...foldersOf(path)]))
  const read = new Map(documents.map(({ path, text }) => [path, readMarkdown(text)]))
  return [...read].flatMap(([path, { links }]) =>
    links.flatMap(({ line, target }) => {
      const fault = faultOf(path, target, known, read)
      return fault === null ? [] : [`${path}:${line}: ${target} ${fault}`]
    }),
  )
}

function faultOf(
  path: string,
  target: string,
  known: ReadonlySet<string>,
  read: ReadonlyMap<string, Markdown>,
): string | null {
  if (/^mailto:/.test(target)) return null
  if (/^[a-z][a-z+.-]*:/i.test(target)) {
    const { hostname } = new URL(target)
    return hosts.has(hostname) || isExample(hostname)
      ? null
      : `points to ${hostname}, which tools/documents/links.ts does not list`
  }
  const [file = '', anchor] = target.split('#')
  const to =
    file === '' ? path : posix.normalize(posix.join(posix.dirname(path), decodeURI(file))).replace(/\/$/, '')
  if (!known.has(to)) return 'is not there'
  const anchors = read.get(to)?.anchors
  if (anchor === undefined || anchors === undefined) return null
  return anchors.has(decodeURIComponent(anchor)) ? null : `has no heading #${anchor}`
}

function foldersOf(path: string): readonly string[] {
  const folder = posix.dirname(path)
  return folder === '.' ? [folder] : [folder, ...foldersOf(folder)]
}
