import { genuineExample, objectIn, shapeOf } from './examples.ts'
import type { Label, Repository } from './model.ts'
import { fullName } from './model.ts'

const labelShape = shapeOf(objectIn(genuineExample('pull_request', 8), 'label'), [
  'id',
  'name',
  'color',
  'default',
])
const known = new Map<string, Label>()

/** Labels that pull requests get while they are open. */
export const pullLabels = [
  'bug',
  'enhancement',
  'documentation',
  'area: parser',
  'needs-rebase',
  'sig-web',
  'do not merge',
]
/** Labels that tell of a team and of how far a pull request is. */
export const flowLabels = ['sig-web', 'sig-core', 'verified', 'can-be-merged']
/** Labels that issues get. */
export const issueLabels = [
  'bug',
  'P0',
  'P1',
  'CRITICAL',
  'question',
  'plan',
  'in progress',
  'blocked',
  'good first issue',
]

/** A label of a repository. */
export function labelOf(repository: Repository, name: string): Label {
  const repositoryName = fullName(repository)
  const key = `${repositoryName} ${name}`
  const found = known.get(key)
  if (found !== undefined) return found
  const renaming = [
    ['Codertocat/Hello-World/labels/bug', `${repositoryName}/labels/${encodeURIComponent(name)}`],
    ['MDU6TGFiZWwxMzYyOTM0Mzg5', `LA_${Buffer.from(name).toString('base64url')}`],
  ] as const
  const id = 1_000_000_000 + (hash(key) % 900_000_000)
  const color = hash(name).toString(16).padStart(6, '0').slice(0, 6)
  const label = { name, object: labelShape(renaming, { id, name, color, default: name === 'bug' }) }
  known.set(key, label)
  return label
}

function hash(text: string): number {
  let value = 7
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) % 0x7fff_ffff
  return value
}
