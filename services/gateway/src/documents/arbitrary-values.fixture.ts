import type { OpenApiDocument } from '@octometer/gateway-api'
import fc from 'fast-check'
import type { JsonSchema } from './documented.fixture.ts'
import { validatorOf } from './documented.fixture.ts'

/** What a value may be made of beside its schema: by its name, what answers have shown under that name. */
export type KnownValues = ReadonlyMap<string, readonly unknown[]>

export interface ValueArbitraries {
  /** Values that a schema takes; what is known under the name comes often. */
  valid(schema: JsonSchema, name: string): fc.Arbitrary<unknown>
  /** Values that it refuses, all of JSON or texts alone; null when it refuses none of them. */
  invalid(schema: JsonSchema, given: 'json' | 'text'): fc.Arbitrary<unknown> | null
}

const NASTY_TEXTS = [
  ...['', ' ', '\u0000', '\u{1f4a5}', '\ud800', '%', '%00', '..', "' OR 1=1 --", '{x:Int8}', 'null', 'NaN'],
  ...['0', '-1', '1e3', '0x10', '1.5', '99999999999999999999', '-9007199254740993', 'x'.repeat(301)],
  ...['2026-13-45T00:00:00Z', '0000-00-00T00:00:00Z', '2026-03-04', 'a/b/c', 'acme/', '/api', 'TRUE'],
]
const NASTY_JSON = [null, true, {}, [], [null], 1.5, -1, 1e300, { $ne: 1 }, [[]], ...NASTY_TEXTS]

const EARLIEST = new Date('0001-01-01T00:00:00Z')
const LATEST = new Date('9999-12-31T23:59:59Z')

/** Arbitraries from a document's schemas. */
export function valueArbitraries(document: OpenApiDocument, known: KnownValues): ValueArbitraries {
  const resolve = (schema: JsonSchema): JsonSchema => {
    const name = schema.$ref?.split('/').at(-1)
    return name === undefined ? schema : ((document.components.schemas[name] ?? {}) as JsonSchema)
  }
  const valid = (given: JsonSchema, name: string): fc.Arbitrary<unknown> => {
    const schema = resolve(given)
    const accepts = acceptorOf(schema, document)
    const seen = (known.get(name) ?? []).filter(accepts)
    const made = madeOf(schema, (each, itsName) => valid(each, itsName ?? name)).filter(accepts)
    return seen.length === 0 ? made : fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...seen) }, made)
  }
  return {
    valid,
    invalid(given, kind) {
      const schema = resolve(given)
      const accepts = acceptorOf(schema, document)
      const refuses = (value: unknown) => !accepts(kind === 'text' ? asRead(schema, value) : value)
      const nasty = kind === 'text' ? NASTY_TEXTS : NASTY_JSON
      const refused = nasty.filter(refuses)
      if (refused.length === 0) return null
      // Of a schema that takes almost anything, chance would look for what it refuses for ever.
      if (refused.length < nasty.length / 2) return fc.constantFrom(...refused)
      const any = kind === 'text' ? fc.string({ unit: 'grapheme' }) : fc.jsonValue()
      return fc.oneof(fc.constantFrom(...refused), any.filter(refuses))
    },
  }
}

function acceptorOf(schema: JsonSchema, document: OpenApiDocument): (value: unknown) => boolean {
  // Offsets are taken too; zod's own reading of the format is stricter.
  const isTime = schema.format === 'date-time'
  const validator = validatorOf(isTime ? { type: 'string' } : schema, document)
  return (value) =>
    validator.safeParse(value).success && !(isTime && (typeof value !== 'string' || !isIsoTime(value)))
}

const isIsoTime = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text))

/** A text of a URL as what its schema sees. */
function asRead({ type }: JsonSchema, value: unknown): unknown {
  const text = String(value)
  if (type === 'array') return [text]
  return type === 'integer' && /^-?\d{1,15}$/.test(text) ? Number(text) : text
}

type Inner = (schema: JsonSchema, name?: string) => fc.Arbitrary<unknown>

function madeOf(schema: JsonSchema, inner: Inner): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return fc.oneof(...choices.map((each) => inner(asSchema(each))))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer(integerBounds(schema))
    case 'number':
      return numberOf(schema)
    case 'array':
      return fc.array(inner(asSchema(schema.items)), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      })
    case 'object':
      return objectOf(schema, inner)
    case 'string':
      return stringOf(schema)
    default:
      return fc.jsonValue()
  }
}

/** ClickHouse, JSON and the log each have their own end of numbers. */
const WIDEST = 2 ** 31 - 1

function integerBounds({ minimum = -WIDEST, maximum = WIDEST }: JsonSchema): fc.IntegerConstraints {
  return { min: Math.max(minimum, -WIDEST), max: Math.min(maximum, WIDEST) }
}

function numberOf({ minimum = -1e300, maximum = 1e300 }: JsonSchema): fc.Arbitrary<number> {
  return fc.double({ noNaN: true, noDefaultInfinity: true, min: minimum, max: maximum })
}

function stringOf({ format, pattern, minLength = 0, maxLength = 300 }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date-time') return timeOf()
  if (format === 'uuid') return fc.uuid()
  if (format === 'uri') return fc.webUrl({ size: 'small' })
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  const length = { minLength, maxLength: Math.min(maxLength, 300) }
  return fc.oneof(fc.string({ ...length, unit: 'grapheme' }), fc.constantFrom(...NASTY_TEXTS))
}

/** Most of them near the rows that there are, some at the ends of what can be written. */
function timeOf(): fc.Arbitrary<string> {
  const near = fc.date({ min: new Date('2026-02-01'), max: new Date('2026-04-01'), noInvalidDate: true })
  const far = fc.date({ min: EARLIEST, max: LATEST, noInvalidDate: true })
  return fc.oneof(near, near, fc.constantFrom(EARLIEST, LATEST), far).map((at) => at.toISOString())
}

function objectOf(schema: JsonSchema, inner: Inner): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema
  const members = Object.entries(properties).map(([name, each]) => [name, inner(asSchema(each), name)])
  const record: Readonly<Record<string, fc.Arbitrary<unknown>>> = Object.fromEntries(members)
  const own = fc.record(record, { requiredKeys: [...required] })
  if (typeof additionalProperties !== 'object') return own
  const names = propertyNames === undefined ? fc.string() : madeOf(asSchema(propertyNames), inner)
  const more = fc.dictionary(names.map(String), inner(additionalProperties), { maxKeys: 3 })
  return fc.tuple(own, more).map(([first, second]) => ({ ...second, ...first }))
}

function asSchema(schema: unknown): JsonSchema {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? { ...schema } : {}
}
