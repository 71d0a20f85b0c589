import { genuineExample, objectIn, type Renaming, shapeOf } from './examples.ts'
import type { Person } from './model.ts'
import type { Random } from './random.ts'

const firstNames =
  'Ada Alan Amira Anders Bea Chen Dana Élise Emeka Farah Goran Hana Idris Ines Jana Kofi Lena Liam Mei Noor Olga Pablo Priya Quinn Rosa Sven Tariq Uma Wanda Yuki Zoë 雷'
const lastNames =
  'Abara Berg Çelik Duarte Eriksen Fischer García Haddad Ito Jansen Kumar Lindqvist Müller Nowak Okafor Petrov Quist Rossi Silva Tanaka Ueda Varga Weiss Yang Zhou'
const zones: readonly (readonly [string, number])[] = [
  ['Europe/Berlin', 5],
  ['America/New_York', 3],
  ['UTC', 1],
  ['Asia/Kolkata', 1.5],
  ['America/Los_Angeles', 1],
]

/** The zones in which simulated people live. */
export const peopleZones: readonly string[] = zones.map(([zone]) => zone)

const userShape = shapeOf(objectIn(genuineExample('pull_request', 14), 'sender'), ['login', 'id', 'type'])

function person(identity: Omit<Person, 'object' | 'email'> & { readonly email?: string }): Person {
  const { id, login, bot } = identity
  const renaming: Renaming = [
    [
      'https://github.com/Codertocat',
      `https://github.com/${bot ? `apps/${login.replace('[bot]', '')}` : login}`,
    ],
    ['Codertocat', encodeURIComponent(login)],
    ['21031067', String(id)],
    ['MDQ6VXNlcjIxMDMxMDY3', `U_${id.toString(36)}`],
  ]
  return {
    ...identity,
    email: identity.email ?? `${id}+${login}@users.noreply.github.com`,
    object: userShape(renaming, { login, id, type: bot ? 'Bot' : 'User' }),
  }
}

const bot = (id: number, name: string): Person =>
  person({ id, login: `${name}[bot]`, name: `${name}[bot]`, bot: true, zone: 'UTC' })

/** The bots that every organisation knows. */
export const bots = {
  dependabot: bot(49699333, 'dependabot'),
  renovate: bot(29139614, 'renovate'),
  actions: bot(41898282, 'github-actions'),
  reviewer: bot(35613825, 'copilot-pull-request-reviewer'),
} as const

/** What GitHub puts in the place of somebody whose account is gone. */
export const ghost: Person = person({
  id: 10137,
  login: 'ghost',
  name: 'Deleted user',
  bot: false,
  zone: 'UTC',
})

/** GitHub's own committer of merges made in the browser. */
export const webFlow: Person = person({
  id: 19864447,
  login: 'web-flow',
  name: 'GitHub',
  email: 'noreply@github.com',
  bot: false,
  zone: 'UTC',
})

/** `count` different people. */
export function createPeople(random: Random, count: number): Person[] {
  const people: Person[] = []
  for (let index = 0; index < count; index += 1) {
    const first = random.pick(firstNames.split(' '))
    const last = random.pick(lastNames.split(' '))
    people.push(
      person({
        id: 1_000_000 + index * 7919 + random.int(0, 7000),
        login: `${ascii(first)}-${ascii(last)}${index}`,
        name: `${first} ${last}`,
        bot: false,
        zone: random.weighted(zones),
      }),
    )
  }
  return people
}

function ascii(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase()
  return plain === '' ? 'lei' : plain
}
