export type JsonValue = string | number | boolean | null | JsonObject | readonly JsonValue[]
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object under `key`, or null when it is absent, null or not an object: GitHub sends all three. */
export function objectAt(parent: JsonObject, key: string): JsonObject | null {
  const value = parent[key]
  return isJsonObject(value) ? value : null
}
