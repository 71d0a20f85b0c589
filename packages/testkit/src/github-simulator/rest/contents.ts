import { createHash } from 'node:crypto'
import type { GitHubObject } from '../fields.ts'
import { notFound, ok, problem } from '../http/answer.ts'
import type { Route } from '../http/route.ts'
import { defaultBranchOf, fullNameOf } from '../world/github-world.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import { ofRepository, reading } from './of-repository.ts'

/** A file of the default branch or of a commit, or what is in a folder. */
export const contentsRoute: Route = {
  method: 'GET',
  path: '/repos/:owner/:repo/contents/*path',
  needs: reading('contents'),
  handle: ofRepository((request, repository) => {
    const path = (request.params.path ?? '').replace(/\/+$/, '')
    const ref = request.query.get('ref')
    const files = filesOf(repository, ref)
    if (files === null) return problem(404, `No commit found for the ref ${ref}`)
    const text = files.get(path)
    if (text === undefined) {
      const entries = entriesOf(repository, files, path)
      return entries.length === 0 ? notFound : ok(entries)
    }
    if (request.headers.accept?.includes('raw') === true)
      return { status: 200, text, headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' } }
    // GitHub breaks base64 after 60 characters.
    const content = Buffer.from(text).toString('base64').replace(/.{60}/g, '$&\n')
    return ok({ ...entryOf(repository, files, path, 'file'), content: `${content}\n`, encoding: 'base64' })
  }),
}

type Files = ReadonlyMap<string, string>

/** Null: there is no such branch or commit. */
function filesOf({ files, filesAt, commits, branches }: RepositoryState, ref: string | null): Files | null {
  if (ref === null) return files
  const sha = branches.get(ref) ?? ref
  return filesAt.get(sha) ?? (commits.has(sha) || branches.has(ref) ? files : null)
}

function entriesOf(repository: RepositoryState, files: Files, folder: string): GitHubObject[] {
  const prefix = folder === '' ? '' : `${folder}/`
  const inside = [...files.keys()].filter((path) => path.startsWith(prefix))
  const names = new Map<string, 'file' | 'dir'>()
  for (const path of inside) {
    const [name = '', ...rest] = path.slice(prefix.length).split('/')
    names.set(name, rest.length === 0 ? 'file' : 'dir')
  }
  return [...names].map(([name, type]) => entryOf(repository, files, `${prefix}${name}`, type))
}

function entryOf(
  repository: RepositoryState,
  files: Files,
  path: string,
  type: 'file' | 'dir',
): GitHubObject {
  const text = files.get(path) ?? ''
  const branch = defaultBranchOf(repository)
  const api = `https://api.github.com/repos/${fullNameOf(repository)}`
  // Git's own hash of a file's bytes.
  const size = Buffer.byteLength(text)
  const sha = createHash('sha1').update(`blob ${size}\0${text}`).digest('hex')
  const kind = type === 'file' ? 'blobs' : 'trees'
  const url = `${api}/contents/${encodeURI(path)}?ref=${branch}`
  const git = `${api}/git/${kind}/${sha}`
  const html = `https://github.com/${fullNameOf(repository)}/${type === 'file' ? 'blob' : 'tree'}/${branch}/${encodeURI(path)}`
  const raw = `https://raw.githubusercontent.com/${fullNameOf(repository)}/${branch}/${encodeURI(path)}`
  return {
    name: path.split('/').at(-1) ?? path,
    path,
    sha,
    size: type === 'file' ? size : 0,
    url,
    html_url: html,
    git_url: git,
    download_url: type === 'file' ? raw : null,
    type,
    _links: { self: url, git, html },
  }
}
