import { z } from 'zod'
import { REPOSITORY_MARKS_PER_SECOND } from '../../tables/repositories.ts'
import { all, key, text, when } from './payload-keys.ts'

/** Unix milliseconds of a time of a payload, which may be a text or Unix seconds; 0 when it is not there. */
function moment(...path: readonly string[]): string {
  const names = path.map((name) => `'${name}'`).join(', ')
  const seconds = `JSONExtractInt(payload, ${names})`
  return `if(${seconds} > 0, ${seconds} * 1000, ${milliseconds(text(...path))})`
}

function milliseconds(time: string): string {
  return `toUnixTimestamp64Milli(parseDateTime64BestEffortOrZero(${time}, 3, 'UTC'))`
}

/** Names, in a payload, of what it may be about and when that changed last, `updated_at`: as the projection knows them. Bound. */
export const dated = z.array(z.string()).readonly()

/** The second that a payload proves for its repository, as the projection reads it. */
const SEEN = `intDiv(arrayMax(arrayConcat(
  [${moment('repository', 'updated_at')}, ${moment('repository', 'pushed_at')}],
  arrayMap(name -> ${milliseconds("JSONExtractString(payload, name, 'updated_at')")}, {dated:Array(String)}))), 1000)`

const CI = "event IN ('check_run', 'check_suite', 'status', 'workflow_run', 'workflow_job')"
const NAMED = ['check_run', 'workflow_job']
  .map((name) => `${text(name, 'name')} != ''`)
  .concat(`${text('context')} != ''`)
  .join(' OR ')
const RANK = "if(event IN ('repository', 'public'), if(action = 'deleted' AND event = 'repository', 2, 1), 0)"
const second = `toString(${SEEN})`

/**
 * Of every event: `state:<mark>` of the observation, `seen:`, `ci:`, `named:` (a check with a name) and `deleted:`, each with
 * its second. Bound: `dated`.
 */
export const REPOSITORY_KEYS = all(
  `[${key('state', `toString(${SEEN} * ${REPOSITORY_MARKS_PER_SECOND} + ${RANK})`)}, ${key('seen', second)}]`,
  when(CI, key('ci', second)),
  when(`${CI} AND (${NAMED})`, key('named', second)),
  when("event = 'repository' AND action = 'deleted'", key('deleted', second)),
)
