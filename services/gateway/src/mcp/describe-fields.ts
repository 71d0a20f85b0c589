import type { JsonSchema } from './json-schema.ts'

/** Said once of all answers. */
const EVERYWHERE = new Set(['freshness', 'page'])

/** What an answer's schema says of its fields, a line each; those whose names say it all are left out. */
export function describeFields(answer: JsonSchema): readonly string[] {
  const fields = fieldsOf(answer, '').filter(({ path }) => !EVERYWHERE.has(path.split('.')[0] ?? ''))
  const lines = new Set(fields.map(({ path, description }) => `- ${path}: ${description}`))
  return lines.size === 0 ? [] : ['In the answer:', ...lines]
}

interface Field {
  readonly path: string
  readonly description: string
}

function fieldsOf(schema: JsonSchema, path: string): readonly Field[] {
  const { description, properties = {}, anyOf = [], items } = schema
  const own = description === undefined || path === '' ? [] : [{ path, description }]
  const members = Object.entries(properties).flatMap(([name, each]) =>
    fieldsOf(each, path === '' ? name : `${path}.${name}`),
  )
  const choices = anyOf.flatMap((each) => fieldsOf(each, path))
  return [...own, ...members, ...choices, ...(items === undefined ? [] : fieldsOf(items, `${path}[]`))]
}
