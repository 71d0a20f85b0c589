import { problem } from '@octometer/service-kit'
import { z } from 'zod'

type Kind = 'integer' | 'text' | 'texts'

/** Reads texts from outside into what a schema of parameters wants. */
export interface ParameterReader<T> {
  /** Throws a 400 that names the parameter: unknown, given twice, or of a wrong value. */
  read(given: Iterable<readonly [name: string, value: string]>): T
}

/** A reader for an object schema of whole numbers, texts, and arrays of texts (those may be repeated). */
export function parameterReader<S extends z.ZodObject>(schema: S): ParameterReader<z.output<S>> {
  const kinds = parameterKinds(schema)
  return {
    read(given) {
      const values: Record<string, unknown> = {}
      for (const [name, value] of given) {
        const kind = kinds.get(name)
        if (kind === undefined) throw unknownParameter(name, [...kinds.keys()])
        if (kind === 'texts') values[name] = [...textsIn(values[name]), value]
        else if (name in values) throw wrongParameter(name, 'may be given only once')
        else values[name] = kind === 'integer' ? toInteger(value) : value
      }
      const parsed = schema.safeParse(values)
      if (parsed.success) return parsed.data
      const [issue] = parsed.error.issues
      throw wrongParameter(String(issue?.path[0] ?? 'query'), issue?.message ?? 'is wrong')
    },
  }
}

/** What documents a parameter also tells how to read it. */
function parameterKinds(schema: z.ZodObject): ReadonlyMap<string, Kind> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' })
  return new Map(
    Object.entries(properties).map(([name, property]) => {
      const type = typeof property === 'object' ? property.type : undefined
      return [name, type === 'integer' ? 'integer' : type === 'array' ? 'texts' : 'text']
    }),
  )
}

function textsIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Only plain digits are a number here; anything else stays what it is, for the schema to refuse. */
function toInteger(value: string): unknown {
  return /^-?\d{1,15}$/.test(value) ? Number(value) : value
}

/** A 400 that names a parameter and says what it must be. */
export function wrongParameter(name: string, why: string): Error {
  return problem(400, 'bad_parameter', `${name} ${why}.`, { members: { parameter: name } })
}

function unknownParameter(name: string, known: readonly string[]): Error {
  const shown = name.slice(0, 60)
  const may = known.length === 0 ? 'this path takes none' : `there are ${known.join(', ')}`
  return problem(400, 'unknown_parameter', `${shown} is not a parameter here; ${may}.`, {
    members: { parameter: shown },
  })
}
