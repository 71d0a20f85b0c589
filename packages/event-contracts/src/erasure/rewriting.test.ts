import { expect, test } from 'vitest'
import { createPersonSearch, wordsOfLogin } from './person-words.ts'
import { createRewriting } from './rewriting.ts'

const placeholder = { login: 'erased-0a1b', id: 4_503_599_627_370_497 }
const octocat = {
  login: 'Octocat',
  id: 583_231,
  node_id: 'MDQ6VXNlcjU4MzIzMQ==',
  avatar_url: 'https://avatars.githubusercontent.com/u/583231?v=4',
  html_url: 'https://github.com/Octocat',
  type: 'User',
}

/** What is shown is shown until nothing more is learnt. */
function wordsFrom(...values: readonly unknown[]) {
  let words = wordsOfLogin('octocat')
  for (let search = 0; search < 3; search += 1) {
    const { learn, words: found } = createPersonSearch(words)
    learn(values)
    words = found()
  }
  return words
}

test('who had the login before is somebody else', () => {
  const lisa = { ...octocat, id: 7, login: 'lisa', node_id: 'another' }
  const words = wordsFrom({ ...octocat, id: 7, node_id: 'another' }, lisa, octocat)
  expect(words).toMatchObject({ ids: [583_231], logins: ['octocat'] })
})

test('an account tells its id, by which it is known under an older login, and its name and address', () => {
  const words = wordsFrom(
    { sender: octocat },
    { user: { ...octocat, login: 'old-cat', name: 'Mona Lisa', email: 'mona@example.org' } },
    { login: 'octocat-fan', id: 1 },
    { login: 'hubot', id: 2, name: 'Hubot' },
  )
  expect(words).toEqual({
    ids: [583_231],
    logins: ['octocat', 'old-cat'],
    names: ['mona lisa'],
    emails: ['mona@example.org'],
    nodeIds: [octocat.node_id.toLowerCase()],
    others: ['octocat-fan'],
  })
})

test('who signs a commit is known by the account beside it, by GitHub’s own address, or by an address that is known', () => {
  const words = wordsFrom(
    { author: { name: 'Mona', email: 'mona@example.org', username: 'octocat' } },
    { author: { name: 'M. Lisa', email: 'mona@example.org' } },
    { committer: { name: 'GitHub', email: 'noreply@github.com', username: 'web-flow' } },
    { message: 'Fix\n\nCo-authored-by: Lisa del Giocondo <octocat@users.noreply.github.com>' },
    { author: { name: 'Hubot', email: 'hubot@example.org', username: 'hubot' } },
  )
  expect(words.emails).toEqual(['mona@example.org', 'octocat@users.noreply.github.com'])
  expect(words.names).toEqual(['mona', 'm. lisa', 'lisa del giocondo'])
})

const words = {
  ...wordsFrom({ sender: octocat }, { login: 'octocat-fan' }),
  names: ['mona lisa', 'mona'],
  emails: ['mona@example.org'],
}
const { text, json, jsonText, row } = createRewriting(words, placeholder)

test('an account becomes another one, the same everywhere, and stays one of its kind', () => {
  expect(json({ action: 'opened', sender: octocat, number: 583_231 })).toEqual({
    action: 'opened',
    number: 583_231,
    sender: {
      login: 'erased-0a1b',
      id: placeholder.id,
      node_id: 'erased-0a1b',
      avatar_url: `https://avatars.githubusercontent.com/u/${placeholder.id}?v=4`,
      html_url: 'https://github.com/erased-0a1b',
      type: 'User',
    },
  })
})

test('texts stay, without the words by which somebody is known; words that only hold them stay', () => {
  expect(text('@octocat, Mona Lisa <mona@example.org>')).toBe(
    '@erased-0a1b, erased-0a1b <erased-0a1b@users.noreply.github.com>',
  )
  expect(text('583231+Octocat@users.noreply.github.com')).toBe('erased-0a1b@users.noreply.github.com')
  expect(text('approved-octocat')).toBe('approved-erased-0a1b')
  expect(text('octocats and octocat-fan and Mona')).toBe('octocats and octocat-fan and Mona')
})

test('a single word is a name where it stands for one, and a word of GitHub’s is none', () => {
  expect(json({ author: { name: 'Mona', email: 'mona@example.org' }, check: { name: 'Mona' } })).toEqual({
    author: { name: 'erased-0a1b', email: 'erased-0a1b@users.noreply.github.com' },
    check: { name: 'Mona' },
  })
  const opened = createRewriting(wordsOfLogin('opened'), placeholder)
  expect(opened.json({ action: 'opened', events: ['opened'], sender: { login: 'opened' } })).toEqual({
    action: 'opened',
    events: ['opened'],
    sender: { login: 'erased-0a1b' },
  })
})

test('what holds nothing of them is the same thing as before, and what was rewritten is rewritten to itself', () => {
  const other = { login: 'hubot', id: 5_832_310, url: 'https://avatars.githubusercontent.com/u/5832310' }
  expect(json(other)).toBe(other)
  const once = json({ sender: octocat })
  expect(json(once)).toBe(once)
  expect(jsonText('{ "a": 1 }')).toBe('{ "a": 1 }')
  expect(jsonText('"by octocat"')).toBe('"by erased-0a1b"')
  expect(jsonText('by octocat, no JSON')).toBe('by erased-0a1b, no JSON')
  const plain = { login_key: 'hubot', payload: '{ "a":1}' }
  expect(row(plain, new Set(['payload']))).toBe(plain)
})

test('a row is rewritten in its columns, in those of JSON as such', () => {
  const before = {
    author_key: 'mona',
    title: 'Mona',
    state: { author: 'Octocat' },
    body: '{"sender":{"login":"octocat"}}',
  }
  expect(row(before, new Set(['body']))).toEqual({
    author_key: 'erased-0a1b',
    title: 'Mona',
    state: { author: 'erased-0a1b' },
    body: '{"sender":{"login":"erased-0a1b"}}',
  })
})
