import { createHash } from 'node:crypto'
import { readModelOf } from '@octometer/read-store'
import { checkFills } from './check-rows.ts'
import { counterFills } from './counter-rows.ts'
import type { Fill, Organisation } from './expressions.ts'
import { alertFills, apiUsageFills, archiveFills, intakeFills, repositoryFills } from './other-rows.ts'
import { peopleFills } from './people-rows.ts'
import { projectFills } from './project-rows.ts'
import { pullRequestFills, reviewThreadFills } from './pull-request-rows.ts'
import { deploymentFills, issueFills } from './work-rows.ts'

/** What is filled of each read model. One that is not named here stays empty. */
const fillsOf: Readonly<Record<string, (organisation: Organisation) => readonly Fill[]>> = {
  deliveries: archiveFills,
  counters: counterFills,
  'pull-requests': pullRequestFills,
  'review-threads': reviewThreadFills,
  people: peopleFills,
  checks: checkFills,
  deployments: deploymentFills,
  issues: issueFills,
  'api-usage': apiUsageFills,
  alerts: alertFills,
  repositories: repositoryFills,
  intake: intakeFills,
  projects: projectFills,
}

export interface Part {
  readonly projection: string
  readonly fills: readonly Fill[]
  /** Of its tables and what is written to them: another one is filled anew. */
  readonly version: string
}

export function partOf(projection: string, organisation: Organisation): Part {
  const fills = fillsOf[projection]?.(organisation) ?? []
  const { ddl } = readModelOf(projection)
  const version = createHash('sha256')
    .update(JSON.stringify([ddl, fills]))
    .digest('hex')
    .slice(0, 8)
  return { projection, fills, version }
}
