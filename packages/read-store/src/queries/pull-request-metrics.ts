import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { countedPulls, pullRequestDimensions, pullRequestQuestion, SIZES } from './pull-request-lives.ts'
import { type PhaseDefinition, phasesOf } from './pull-request-phases.ts'

const counts = z.array(z.number())

/** How many, their mean, and median, P75 and P90. */
const spread = z.tuple([z.number(), z.number().nullable(), z.array(z.number().nullable())])

const metricsRow = z.object({
  /** 0: all pull requests. 1: a group. */
  level: z.number(),
  /** Its id; ClickHouse would take a column named like the inner ones for those that tables are joined by. */
  of_repository: z.number().nullable(),
  author: z.string().nullable(),
  team: z.string().nullable(),
  week: z.string().nullable(),
  /** By size: unknown, then from XS to XXL; first those wanted, then those of other kinds of authors. */
  opened: counts,
  /** The same of what was merged, then of what was closed. */
  ended: counts,
  phases: z.array(spread),
  /** The same of the period compared with; empty without one. */
  other_opened: counts,
  other_ended: counts,
  other_phases: z.array(spread),
  sort_value: z.number(),
  sort_key: z.string(),
})

export type PullRequestMetricsRow = z.output<typeof metricsRow>

/**
 * Pull requests in numbers: of all of them, and by group, the most measured first. They are read once for everything: both
 * periods, counts and phases. ClickHouse plans each aggregate for some milliseconds: they are few, over prepared columns.
 */
export const pullRequestMetrics = defineQuery({
  name: 'pull_requests.metrics',
  parameters: pullRequestQuestion,
  row: metricsRow,
  render: (question) => {
    const { after, group_by: by, compared, definition } = question
    const pulls = countedPulls(question)
    const key =
      by.length === 0 ? "''" : `if(level = 0, '', toJSONString(tuple(${by.map(groupOf).join(', ')})))`
    const place = '(sort_value = {after_value:Float64} AND sort_key > {after_key:String})'
    const shown = pullRequestDimensions.map(
      (name) => `${by.includes(name) ? groupOf(name) : 'NULL'} AS ${SHOWN[name]}`,
    )
    return {
      sql: `
        SELECT level, ${shown.join(', ')},
          ${by.includes('author') ? "if(level = 0, NULL, nullIf(any(author_name), ''))" : 'NULL'} AS author,
          ${numbersOf(definition, 'current', '')},
          ${compared === null ? '[] AS other_opened, [] AS other_ended, [] AS other_phases' : numbersOf(definition, 'compared', 'other_')},
          toFloat64(${MEASURED[phasesOf(definition).anchor]}) AS sort_value, ${key} AS sort_key
        FROM (SELECT *, ${by.length === 0 ? '0' : 'arrayJoin([0, 1])'} AS level FROM (${pulls.sql}))
        GROUP BY level${by.map((name) => `, ${groupOf(name)}`).join('')}
        HAVING level = 0 OR (${anyWanted('')} ${compared === null ? '' : `OR ${anyWanted('other_')}`})
          ${after === null ? '' : `AND (sort_value < {after_value:Float64} OR ${place})`}
        ORDER BY level, sort_value DESC, sort_key LIMIT {limit:UInt32} SETTINGS final = 1`,
      values: {
        ...pulls.values,
        limit: question.limit,
        ...(after && { after_value: after.value, after_key: after.key }),
      },
    }
  },
})

type Dimension = (typeof pullRequestDimensions)[number]

const DIMENSIONS: Readonly<Record<Dimension, string>> = {
  repository: 'its_repository',
  author: 'author_key',
  team: 'its_team',
  week: 'its_week',
}

const SHOWN: Readonly<Record<Dimension, string>> = {
  repository: 'of_repository',
  author: 'author_group',
  team: 'team',
  week: 'week',
}

function groupOf(name: Dimension): string {
  return `if(level = 0, NULL, ${DIMENSIONS[name]})`
}

const MEASURED = {
  opened: `arraySum(arraySlice(opened, 1, ${SIZES}))`,
  merged: `arraySum(arraySlice(ended, 1, ${SIZES}))`,
  ended: `arraySum(arraySlice(ended, 1, ${2 * SIZES}))`,
} as const

function anyWanted(prefix: string): string {
  return `arrayExists(each -> each > 0, arraySlice(${prefix}opened, 1, ${SIZES}))
    OR arrayExists(each -> each > 0, arraySlice(${prefix}ended, 1, ${2 * SIZES}))`
}

function numbersOf(definition: PhaseDefinition, name: 'current' | 'compared', prefix: string): string {
  const spreads = Object.keys(phasesOf(definition).phases).map((phase) => {
    const seconds = `${phase}_${name}`
    return `(count(${seconds}), avgOrNull(${seconds}), quantilesExactInclusive(0.5, 0.75, 0.9)(${seconds}))`
  })
  return `
    countResample(0, ${2 * SIZES}, 1)(opened_${name}) AS ${prefix}opened,
    countResample(0, ${4 * SIZES}, 1)(ended_${name}) AS ${prefix}ended,
    [${spreads.join(', ')}] AS ${prefix}phases`
}
