import { type Fill, hexOf, type Organisation, personOf, repositoryOf, times } from './expressions.ts'

const DELIVERIES_PER_CONTRIBUTION = 5

/** Of 100 contributions. */
const SHARES = {
  commit: 60,
  review: 8,
  own_review: 2,
  approval: 5,
  comment: 15,
  pull_opened: 4,
  pull_merged: 3,
  issue_opened: 2,
  approval_label: 1,
} as const

const contributionsOf = ({ deliveries }: Organisation) => Math.floor(deliveries / DELIVERIES_PER_CONTRIBUTION)

export function peopleFills(organisation: Organisation): readonly Fill[] {
  const contributions = contributionsOf(organisation)
  return [
    {
      table: 'contributions',
      columns: 'repository_id, kind, login_key, at, key, number',
      rows: contributionRows(organisation),
      count: contributions,
    },
    {
      table: 'people',
      columns: 'repository_id, login_key, first_seen, last_seen, account_type, name',
      rows: personRows(organisation),
      count: contributions,
    },
    {
      table: 'activity_records',
      columns: 'at, repository_id, kind, key, author_key, actor, about',
      rows: recordRows(organisation),
      count: contributions,
    },
  ]
}

/** Three commits in a row came with one push. */
const contribution = (organisation: Organisation) => `
  ${repositoryOf('origin', organisation)} AS repository_id, ${times(organisation).at('origin', contributionsOf(organisation))} AS at,
  ${personOf('origin', 'repository_id', organisation)} AS login`

const from = (organisation: Organisation) => `
  FROM (SELECT *, ${contribution(organisation)} FROM (
    SELECT number, if(number % 100 < ${SHARES.commit}, number - number % 3, number) AS origin FROM numbers({from}, {count})))`

const KINDS = Object.entries(SHARES).flatMap(([kind, times]) => Array<string>(times).fill(`'${kind}'`))

const contributionRows = (organisation: Organisation) => `
  SELECT repository_id, [${KINDS.join(',')}][1 + number % 100], login, at,
    if(number % 100 < ${SHARES.commit}, ${hexOf('number')}, toString(number)), if(number % 100 < ${SHARES.commit}, 0, number % 5000)
  ${from(organisation)}`

const personRows = (organisation: Organisation) => `
  SELECT repository_id, login, min(at), max(at) AS newest, if(cityHash64(login) % 40 = 0, 'Bot', 'User'), tuple(newest, login)
  ${from(organisation)} GROUP BY repository_id, login`

/** Of the kinds that records are of: an issue that was closed stands for one that was opened. */
const RECORDED =
  "transform(kind, ['commit', 'pull_opened', 'pull_merged', 'issue_opened'], ['commit', 'pr_opened', 'pr_merged', 'issue_closed'], '')"

const recordRows = (organisation: Organisation) => `
  SELECT at, repository_id, ${RECORDED} AS recorded, if(kind = 'commit', ${hexOf('number')}, toString(number % 5000)), login, NULL,
    tuple(at, concat('What was done to part ', toString(number % 100000)), concat('https://github.com/acme/commit/', ${hexOf('number')}), login, true)
  FROM (SELECT *, [${KINDS.join(',')}][1 + number % 100] AS kind ${from(organisation)}) WHERE recorded != ''`
