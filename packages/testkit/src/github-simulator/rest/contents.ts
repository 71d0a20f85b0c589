import { createHash } from 'node:crypto'
import type { GitHubObject } from '../fields.ts'
import { notFound, ok } from '../http/answer.ts'
import type { Route } from '../http/route.ts'
import { defaultBranchOf, fullNameOf } from '../world/github-world.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import { ofRepository, reading } from './of-repository.ts'

/** A file of the default branch, or what is in a folder. */
export const contentsRoute: Route = {
  method: 'GET',
  path: '/repos/:owner/:repo/contents/*path',
  needs: reading('contents'),
  handle: ofRepository((request, repository) => {
    const path = (request.params.path ?? '').replace(/\/+$/, '')
    const text = repository.files.get(path)
    if (text === undefined) {
      const entries = entriesOf(repository, path)
      return entries.length === 0 ? notFound : ok(entries)
    }
    if (request.headers.accept?.includes('raw') === true)
      return { status: 200, text, headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' } }
    // GitHub breaks base64 after 60 characters.
    const content = Buffer.from(text).toString('base64').replace(/.{60}/g, '$&\n')
    return ok({ ...entryOf(repository, path, 'file'), content: `${content}\n`, encoding: 'base64' })
  }),
}

function entriesOf(repository: RepositoryState, folder: string): GitHubObject[] {
  const prefix = folder === '' ? '' : `${folder}/`
  const inside = [...repository.files.keys()].filter((path) => path.startsWith(prefix))
  const names = new Map<string, 'file' | 'dir'>()
  for (const path of inside) {
    const [name = '', ...rest] = path.slice(prefix.length).split('/')
    names.set(name, rest.length === 0 ? 'file' : 'dir')
  }
  return [...names].map(([name, type]) => entryOf(repository, `${prefix}${name}`, type))
}

function entryOf(repository: RepositoryState, path: string, type: 'file' | 'dir'): GitHubObject {
  const text = repository.files.get(path) ?? ''
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
