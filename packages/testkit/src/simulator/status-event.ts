import type { CheckSubject } from './check-events.ts'
import { genuineExample, genuineRepository, shapeOf } from './examples.ts'
import { fullName } from './model.ts'
import type { World } from './world.ts'
import { isoSeconds } from './zone.ts'

const statusKeys = ['repository', 'organization', 'installation', 'sender', 'branches']
const statusShape = shapeOf(genuineExample('status', 2), statusKeys)

/** Sends `status`: the older way to report on a commit. */
export function deliverStatus(world: World, subject: CheckSubject, state: string): void {
  const { repository, sha, branch, commit } = subject
  const name = fullName(repository)
  // GitHub writes this event's times with an offset of +00:00 where others have Z.
  const at = isoSeconds(world.now()).replace('Z', '+00:00')
  const renaming = [
    [genuineRepository, name],
    ['6113728f27ae82c7b1a177c8d03f9e96e0adf246', sha],
  ] as const
  const url = `https://api.github.com/repos/${name}/commits/${sha}`
  const payload = statusShape(renaming, {
    id: world.id('status'),
    sha,
    name,
    context: 'ci/legacy',
    state,
    branches: branch === null ? [] : [{ name: branch, commit: { sha, url }, protected: false }],
    created_at: at,
    updated_at: at,
  })
  world.deliver({ event: 'status', repository, sender: commit.author, payload })
}
