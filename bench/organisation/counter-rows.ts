import { type Fill, hexOf, type Organisation, repositoryOf, times } from './expressions.ts'

const DELIVERIES_PER_FACT = 4.5
const FACTS_PER_CONFLICT = 200

/** Of 100 facts. */
const SHARES = {
  commits: 54,
  pushes: 27,
  pulls_opened: 3,
  pulls_merged: 2,
  pulls_closed: 1,
  issues_opened: 2,
  issues_closed: 2,
  deployments: 3,
  build_failures: 3,
  test_failures: 2,
  hotfixes: 1,
} as const

const factsOf = ({ deliveries }: Organisation) => Math.floor(deliveries / DELIVERIES_PER_FACT)

export function counterFills(organisation: Organisation): readonly Fill[] {
  const facts = factsOf(organisation)
  return [
    {
      table: 'counter_facts',
      columns: 'counter, repository_id, quarter, at, key, last_received_at',
      rows: factRows(organisation),
      count: facts,
    },
    {
      table: 'counter_conflicts',
      columns: 'repository_id, key, at, last_received_at',
      rows: conflictRows(organisation),
      count: Math.floor(facts / FACTS_PER_CONFLICT),
    },
  ]
}

const NAMES = Object.entries(SHARES).flatMap(([name, times]) => Array<string>(times).fill(`'${name}'`))

/** Three commits in a row came with one push: one repository, one time. */
const factRows = (organisation: Organisation) => `
  SELECT [${NAMES.join(',')}][1 + number % 100], ${repositoryOf('origin', organisation)},
    toStartOfFifteenMinutes(${times(organisation).at('origin', factsOf(organisation))} AS at), at,
    if(number % 100 < ${SHARES.commits}, ${hexOf('number')}, toString(number)), at
  FROM (SELECT number, if(number % 100 < ${SHARES.commits}, number - number % 3, number) AS origin FROM numbers({from}, {count}))`

const conflictRows = (organisation: Organisation) => `
  SELECT ${repositoryOf('number', organisation)}, concat(toString(number), ':', ${hexOf('number')}),
    ${times(organisation).at('number', Math.floor(factsOf(organisation) / FACTS_PER_CONFLICT))} AS at, at
  FROM numbers({from}, {count})`
