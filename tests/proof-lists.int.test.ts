import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type ProofSystem, startProofSystem } from './proof/proof-system.ts'
import { type Behind, readBehind, readEvidence } from './proof/read-behind.ts'
import { countedFacts, countKinds, openIn, seenAt } from './proof/recount.ts'

let proof: ProofSystem

beforeAll(async () => {
  proof = await startProofSystem(inject('natsServerBin'))
})

afterAll(() => proof[Symbol.asyncDispose]())

const behind = (path: string): Promise<Behind> => readBehind(proof.gateway, path)
const guidsBehind = async (path: string) => (await readEvidence(proof.gateway, path)).guids.toSorted()

interface Repository {
  readonly repository: string
  readonly repository_id: number
  readonly first_seen_at: string
}

const TODAY = 'since=2026-03-08T00:00:00Z&until=2026-03-08T12:00:00Z'

test('repositories: what was seen and committed, and what is open', async () => {
  const { answer, deliveries, elsewhere } = await behind('/repositories')
  const listed = answer.data as readonly Repository[]
  expect(listed.map(({ repository }) => repository).toSorted()).toEqual(['acme/api', 'acme/ci', 'acme/web'])
  const iso = (at: number) => new Date(at).toISOString()
  for (const entry of listed) {
    const its = deliveries.filter(({ repository_id }) => repository_id === entry.repository_id)
    const commits = its.flatMap(countedFacts).filter(({ kind }) => kind === 'commits')
    expect(entry).toMatchObject({
      observed_at: iso(Math.max(...its.map(seenAt))),
      commits_30_days: countKinds(commits).commits ?? 0,
    })
    expect(Date.parse(entry.first_seen_at)).toBe(Math.min(...its.map(seenAt)))
  }
  const api = deliveries.filter(({ repository_id }) => repository_id === 1)
  expect(listed.find(({ repository_id }) => repository_id === 1)).toMatchObject({
    open_issues: openIn(api, 'issue').length,
    commits_30_days: 4,
  })
  expect(elsewhere).toEqual([{ source: 'snapshots', total: 1, ids: ['languages'] }])
})

test('of each repository a list is proven by what proves it alone, today', async () => {
  const names = ['acme/api', 'acme/ci', 'acme/web']
  const alone = await Promise.all(names.map((name) => guidsBehind(`/repositories/${name}?${TODAY}`)))
  for (const [index, name] of names.entries()) {
    expect(await guidsBehind(`/repositories?repository=${name}`)).toEqual(alone[index])
  }
  expect(await guidsBehind('/repositories?name=acme')).toEqual(alone.flat().toSorted())
})

const WEEK = 'since=2026-03-02T00:00:00Z&until=2026-03-09T00:00:00Z'

test('issues: those of the list, of the range’s health, and of each day', async () => {
  const all = await behind('/issues')
  const open = await behind('/issues?state=open')
  expect(all.answer.page).toMatchObject({ total: 2 })
  const [author] = (all.answer.data as readonly { readonly author: string }[]).map((each) => each.author)
  expect((await behind(`/issues?exclude_user=${author}`)).deliveries).toEqual([])
  // Opened twice and closed once, each told by two hooks.
  expect([all.deliveries.length, open.deliveries.length]).toEqual([6, 2])
  expect(open.answer.page).toMatchObject({ total: openIn(open.deliveries, 'issue').length })

  const health = await behind(`/issues/health?${WEEK}`)
  const facts = countKinds(health.deliveries.flatMap(countedFacts))
  expect(health.answer.health).toMatchObject({
    opened: facts.issues_opened,
    closed: facts.issues_closed,
    open: { total: openIn(health.deliveries, 'issue').length },
  })
  // Nothing happened later: what is open is left.
  const later = await behind('/issues/health?since=2026-03-07T00:00:00Z&until=2026-03-08T00:00:00Z')
  expect(later.deliveries.map(({ guid }) => guid).toSorted()).toEqual(
    open.deliveries.map(({ guid }) => guid).toSorted(),
  )

  const trend = await behind(`/issues/trend?${WEEK}`)
  const told = trend.deliveries.flatMap(countedFacts)
  const days = trend.answer.data as readonly Readonly<Record<'created' | 'resolved' | 'commits', number>>[]
  const sum = (name: 'created' | 'resolved' | 'commits') => days.reduce((total, day) => total + day[name], 0)
  expect(countKinds(told)).toMatchObject({
    issues_opened: sum('created'),
    issues_closed: sum('resolved'),
    commits: sum('commits'),
  })
  expect([sum('created'), sum('resolved'), sum('commits')]).toEqual([2, 1, 4])
})
