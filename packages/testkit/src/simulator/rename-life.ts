import { day } from './calendar.ts'
import { type Account, fullName, type Person, type Repository } from './model.ts'
import type { Life, World } from './world.ts'

/** Repositories change their names, the case of their names, and their owners; their ids stay. */
export function* renamesLife(world: World): Life {
  const { start, end, random } = world
  const [, renamed, recased, transferred] = world.repositories
  const at = (share: number) => start + (end - start) * share
  if (renamed === undefined) return
  yield Math.max(at(0.25), world.now())
  rename(world, renamed, `${renamed.name}-next`)
  yield Math.max(at(0.4), world.now())
  if (recased !== undefined) rename(world, recased, recased.name.toUpperCase())
  yield Math.max(at(0.5), world.now())
  if (transferred !== undefined) transfer(world, transferred)
  yield Math.max(at(0.7), world.now())
  rename(world, renamed, `${renamed.name}-${random.hex(2)}`)
  yield end + day
}

function somebody(world: World): Person {
  return world.random.pick(world.people)
}

function rename(world: World, repository: Repository, name: string): void {
  const from = repository.name
  repository.name = name
  repository.names.push(fullName(repository))
  repository.updatedAt = world.now()
  const changes = { repository: { name: { from } } }
  world.deliver({
    event: 'repository',
    repository,
    sender: somebody(world),
    payload: { action: 'renamed', changes },
  })
}

function transfer(world: World, repository: Repository): void {
  const from = repository.owner
  const to = world.random.pick(world.accounts.filter((account) => account !== from))
  repository.owner = to
  repository.names.push(fullName(repository))
  repository.updatedAt = world.now()
  const changes = { owner: { from: formerOwner(from) } }
  world.deliver({
    event: 'repository',
    repository,
    sender: somebody(world),
    payload: { action: 'transferred', changes },
  })
}

function formerOwner(account: Account) {
  return account.organization === null ? { user: account.owner } : { organization: account.organization }
}
