import { genuineExample, objectIn, shapeOf } from './examples.ts'
import type { JsonObject } from './json.ts'
import type { Account, Hook, Person, TargetType, Team } from './model.ts'

const ownerShape = shapeOf(objectIn(genuineExample('fork', 0), 'sender'), ['login', 'id', 'type'])
const organizationShape = shapeOf(objectIn(genuineExample('pull_request', 14), 'organization'), [
  'login',
  'id',
])
const teamShape = shapeOf(objectIn(genuineExample('team', 0), 'team'), ['name', 'id', 'slug', 'description'])

const appId = 29310

/** An organisation whose deliveries come from hooks of that kind. */
export function createOrganization(id: number, login: string, hookedBy: TargetType): Account {
  const names = [
    ['Octocoders', login],
    ['38302899', String(id)],
  ] as const
  return {
    id,
    login,
    hook: hookedBy === 'repository' ? null : accountHook(id, hookedBy),
    owner: ownerShape(names, { login, id, type: 'Organization' }),
    organization: organizationShape(names, { login, id }),
    teams: ['platform', 'web', 'security'].map((slug, index) => createTeam(id * 10 + index, slug, login)),
  }
}

/** The account of one person. */
export function personalAccount(person: Person): Account {
  return {
    id: person.id,
    login: person.login,
    hook: null,
    owner: person.object,
    organization: null,
    teams: [],
  }
}

export function repositoryHook(repositoryId: number): Hook {
  return {
    id: 300_000_000 + (repositoryId % 100_000_000),
    targetType: 'repository',
    targetId: repositoryId,
    installation: null,
  }
}

function accountHook(id: number, targetType: 'organization' | 'integration'): Hook {
  if (targetType === 'organization')
    return { id: 266_000_000 + (id % 1_000_000), targetType, targetId: id, installation: null }
  const installation: JsonObject = { id: 50_000_000 + (id % 1_000_000), node_id: `I_${id.toString(36)}` }
  return { id: 109_948_940, targetType, targetId: appId, installation }
}

function createTeam(id: number, slug: string, login: string): Team {
  const names = [
    ['Octocoders', login],
    ['3253328', String(id)],
    ['teams/github', `teams/${slug}`],
  ] as const
  return { slug, object: teamShape(names, { name: slug, id, slug, description: `The ${slug} team` }) }
}
