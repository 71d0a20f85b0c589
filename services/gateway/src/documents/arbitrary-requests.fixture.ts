import fc from 'fast-check'
import type { ValueArbitraries } from './arbitrary-values.fixture.ts'
import type { DocumentedParameter, JsonSchema, OperationAt } from './documented.fixture.ts'

export interface FuzzRequest {
  readonly path: string
  readonly method: string
  /** Undefined for none. */
  readonly body: unknown
  /** The one thing in it that the document refuses; null when it refuses nothing. */
  readonly wrong: string | null
}

type Given = Readonly<Record<string, unknown>>

interface Parts {
  readonly path: Given
  readonly query: Given
  readonly body: unknown
}

/** Requests of an operation: most as its document has them, some wrong in one place. */
export function arbitraryRequest(at: OperationAt, values: ValueArbitraries): fc.Arbitrary<FuzzRequest> {
  const valid = validParts(at, values)
  const right = valid.map((parts) => requestOf(at, parts, null))
  const wrong = wrongParts(at, values).map(([name, broken]) =>
    fc.tuple(valid, broken).map(([parts, spoil]) => requestOf(at, spoil(parts), name)),
  )
  return fc.oneof({ weight: 3, arbitrary: right }, { weight: 2, arbitrary: fc.oneof(...wrong) })
}

function validParts({ operation }: OperationAt, values: ValueArbitraries): fc.Arbitrary<Parts> {
  const of = (place: DocumentedParameter['in']) => {
    const own = operation.parameters.filter((each) => each.in === place)
    const members = own.map(({ name, required, schema }) => {
      const value = values.valid(schema, name)
      return [name, required ? value : sometimes(value)]
    })
    const made: fc.Arbitrary<Given> = fc.record(Object.fromEntries(members))
    return made
  }
  const schema = bodySchema({ operation })
  const body = schema === undefined ? fc.constant(undefined) : values.valid(schema, 'body')
  return fc.record({ path: of('path').filter(isRoutable), query: of('query'), body })
}

/** Of many parameters given at once, one is always refused, and nothing behind it is reached. */
function sometimes(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })
}

type Spoil = (parts: Parts) => Parts

/** Each way to be wrong: its name, and what does it. */
function wrongParts(
  { operation }: OperationAt,
  values: ValueArbitraries,
): readonly (readonly [string, fc.Arbitrary<Spoil>])[] {
  const parameters = operation.parameters.flatMap(({ name, in: place, schema }) => {
    const value = values.invalid(schema, 'text')
    if (value === null) return []
    const fitting = place === 'path' ? value.filter((each) => isRoutable({ name: each })) : value
    const spoil = fitting.map(
      (each): Spoil =>
        (parts) => ({ ...parts, [place]: { ...parts[place], [name]: each } }),
    )
    return [[name, spoil] as const]
  })
  const unknown = fc.constant<Spoil>((parts) => ({ ...parts, query: { ...parts.query, 'no such': '1' } }))
  return [...parameters, ['no such', unknown], ...wrongBodies({ operation }, values)]
}

function wrongBodies(
  at: Pick<OperationAt, 'operation'>,
  values: ValueArbitraries,
): readonly (readonly [string, fc.Arbitrary<Spoil>])[] {
  const schema = bodySchema(at)
  if (schema === undefined) return []
  const whole = fc.constantFrom<Spoil>(
    (parts) => ({ ...parts, body: '{' }),
    (parts) => ({ ...parts, body: '[]' }),
    (parts) => ({ ...parts, body: 'null' }),
  )
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const value = values.invalid(each as JsonSchema, 'json')
    if (value === null) return []
    const spoil = value.map(
      (made): Spoil =>
        (parts) => ({ ...parts, body: { ...Object(parts.body), [name]: made } }),
    )
    return [[name, spoil] as const]
  })
  return [['body', whole], ...fields]
}

function bodySchema({ operation }: Pick<OperationAt, 'operation'>): JsonSchema | undefined {
  return operation.requestBody?.content['application/json']?.schema
}

/** Paths that reach their route: what a URL would take apart is another path. */
function isRoutable(path: Given): boolean {
  return Object.values(path).every((value) => {
    const text = String(value)
    return text !== '' && text.isWellFormed() && !/^\.{1,2}$/.test(text)
  })
}

function requestOf({ method, path }: OperationAt, parts: Parts, wrong: string | null): FuzzRequest {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(parts.path[name])))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts.query)) {
    if (value === undefined) continue
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each))
  }
  const search = query.size === 0 ? '' : `?${query}`
  return { method: method.toUpperCase(), path: `${filled}${search}`, body: parts.body, wrong }
}
