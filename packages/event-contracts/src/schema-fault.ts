import { z } from 'zod'

const MOST_FIELDS = 3
const LONGEST_FIELD = 80
const LONGEST = 400

type Issue = z.core.$ZodIssue

/**
 * What a schema refuses, field by field, in a sentence that repeats no value: `issue.number is text instead of a number`.
 * Null for another error than a schema's.
 */
export function schemaFault(error: unknown): string | null {
  if (!(error instanceof z.ZodError)) return null
  const faults = error.issues.slice(0, MOST_FIELDS).map((issue) => `${fieldOf(issue)} ${faultOf(issue)}`)
  const others = error.issues.length - faults.length
  return clipped([...faults, ...(others > 0 ? [`${others} more`] : [])].join('; '), LONGEST)
}

// Keys of an object come from outside, too.
function fieldOf({ path }: Issue): string {
  return path.length === 0 ? 'all of it' : clipped(path.map(String).join('.'), LONGEST_FIELD)
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  undefined: 'nothing',
}

const kindOf = (type: string) => KINDS[type] ?? type

function faultOf(issue: Issue): string {
  const kinds = kindsWanted(issue)
  if (kinds.length > 0) {
    const given = typeGiven(issue)
    const wanted = [...new Set(kinds.map(kindOf))].join(' or ')
    return given === 'undefined' ? `is missing: it is ${wanted}` : `is ${kindOf(given)} instead of ${wanted}`
  }
  switch (issue.code) {
    case 'invalid_value':
      return `is none of ${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return `is no valid ${issue.format}`
    case 'unrecognized_keys':
      return 'has fields that it may not have'
    case 'invalid_union':
      return 'is nothing of what it may be'
    default:
      return `is not valid: ${issue.message.replace(/^Invalid input: /, '')}`
  }
}

/** The types that were expected, where a type is all that is wrong. */
function kindsWanted(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [issue.expected]
  if (issue.code !== 'invalid_union') return []
  const wanted = issue.errors.map(([first]) =>
    first?.code === 'invalid_type' && first.path.length === 0 ? first.expected : null,
  )
  return wanted.every((type) => type !== null) ? wanted : []
}

/** Zod leaves the value away, which is right, and tells its type in the message alone. */
function typeGiven(issue: Issue): string {
  const { message } = issue.code === 'invalid_union' ? (issue.errors[0]?.[0] ?? issue) : issue
  return /received (\w+)$/.exec(message)?.[1] ?? 'something else'
}

function clipped(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}
