import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { isObject, without } from './fields.ts'

/** GitHub's own description of its REST API, as `@octokit/openapi` publishes it; `node tools/github-description/main.ts` reads it again. */
export interface DescribedApi {
  /** What is wrong with an answer to `GET /repos/{owner}/{repo}`, by its status; empty: nothing. */
  faultsOf(operation: string, status: number, body: unknown): readonly string[]
}

type Schema = Readonly<Record<string, unknown>>

/** Reads the part of it that stands beside this file: the routes that the simulated GitHub has. */
export function readDescribedApi(): DescribedApi {
  const file = new URL('described-api.golden.json', import.meta.url)
  const description: Schema = JSON.parse(readFileSync(file, 'utf8'), asJsonSchema)
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateSchema: false })
  addFormats.default(ajv)
  // GitHub has empty texts in the place of addresses that nobody gave.
  ajv.addFormat('uri', (text) => text === '' || URL.canParse(text.replace(/\{.*$/, '')))
  // A bot's address has brackets in it.
  ajv.addFormat('email', /^[^@\s]+@[^@\s]+$/)
  for (const place of alsoNull) allowNull(description, place)
  ajv.addSchema({ $id: 'github', ...description })
  const compiled = new Map<string, ValidateFunction>()
  return {
    faultsOf(operation, status, body) {
      const pointer = pointerOf(description, operation, status)
      if (pointer === null) return body === undefined ? [] : [`${operation} ${status} is not described`]
      const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `github#${pointer}` })
      compiled.set(pointer, validate)
      validate(body)
      const broken = (validate.errors ?? []).map(({ instancePath, message, params }) => {
        return `${general(instancePath)} ${message} ${JSON.stringify(params)}`
      })
      const schema = at(description, pointer)
      return [...new Set([...broken, ...unknownKeys(description, schema, body, '')])]
    },
  }
}

// What the description forbids and GitHub does: a deleted fork, a label without description, an automatic merge as it is.
const alsoNull: readonly string[] = [
  'pull-request/properties/head/properties/repo',
  'pull-request-simple/properties/head/properties/repo',
  'pull-request-simple/properties/labels/items/properties/description',
  'auto-merge/anyOf/0/properties/commit_title',
  'auto-merge/anyOf/0/properties/commit_message',
  'issue-search-result-item/properties/body',
]

function allowNull(description: Schema, place: string): void {
  const pointer = `/components/schemas/${place}`
  const key = pointer.slice(pointer.lastIndexOf('/') + 1)
  const parent = at(description, pointer.slice(0, pointer.lastIndexOf('/')))
  if (!isObject(parent) || parent[key] === undefined) throw new Error(`${place} is not described any more`)
  Object.assign(parent, { [key]: { anyOf: [parent[key], { type: 'null' }] } })
}

/** OpenAPI 3.0 writes `nullable` where JSON Schema has another alternative. */
function asJsonSchema(_: string, value: unknown): unknown {
  if (!isObject(value) || value.nullable !== true) return value
  return { anyOf: [without(value, ['nullable']), { type: 'null' }] }
}

/** Where the schema of an answer's body stands; null when it has none. */
function pointerOf(description: Schema, operation: string, status: number): string | null {
  const [method = '', path = ''] = operation.split(' ')
  const start = `/paths/${escaped(path)}/${method.toLowerCase()}/responses/${status}`
  const response = at(description, start)
  if (!isObject(response)) return null
  const own = typeof response.$ref === 'string' ? response.$ref.slice(1) : start
  const schema = `${own}/content/${escaped('application/json')}/schema`
  return at(description, schema) === undefined ? null : schema
}

function escaped(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1')
}

function at(description: Schema, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => {
      if (Array.isArray(value)) return value[Number(part)]
      return isObject(value) ? value[part] : undefined
    }, description)
}

/** `/3/user` and `/7/user` are one place. */
function general(path: string): string {
  return path.replace(/\/\d+/g, '/*')
}

/** Keys that GitHub's description does not know, so that nothing is invented. */
function unknownKeys(description: Schema, schema: unknown, value: unknown, place: string): string[] {
  const variants = variantsOf(description, schema)
  if (Array.isArray(value)) {
    const items = variants.flatMap(({ items: item }) => (item === undefined ? [] : [item]))
    return value.flatMap((entry) => unknownKeys(description, { anyOf: items }, entry, `${place}/*`))
  }
  if (!isObject(value)) return []
  const known = variants.filter(({ properties }) => isObject(properties))
  // What has no listed properties may have any.
  if (known.length === 0 || known.length < variants.filter(isOpen).length) return []
  return Object.entries(value).flatMap(([key, entry]) => {
    const found = known.flatMap(({ properties }) => (isObject(properties) ? (properties[key] ?? []) : []))
    if (found.length === 0) return known.some(isFree) ? [] : [`${place}/${key} is not described`]
    return unknownKeys(description, { anyOf: found }, entry, `${place}/${key}`)
  })
}

function isOpen({ type }: Schema): boolean {
  return type === 'object'
}

function isFree({ additionalProperties }: Schema): boolean {
  return additionalProperties === true || isObject(additionalProperties)
}

/** All schemas that a value may follow. */
function variantsOf(description: Schema, schema: unknown): Schema[] {
  if (!isObject(schema)) return []
  if (typeof schema.$ref === 'string') return variantsOf(description, at(description, schema.$ref.slice(1)))
  const several = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((one) => (Array.isArray(one) ? one : []))
  return [schema, ...several.flatMap((one) => variantsOf(description, one))].filter(
    (one) => one !== schema || several.length === 0 || isObject(schema.properties),
  )
}
