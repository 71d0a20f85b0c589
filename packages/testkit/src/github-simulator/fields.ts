import type { Json, JsonObject } from '../simulator/json.ts'

/** A thing at GitHub, as payloads and REST show it. */
export type GitHubObject = JsonObject

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object under a key; null when there is none. */
export function objectAt(parent: JsonObject, key: string): GitHubObject | null {
  const value = parent[key]
  return isObject(value) ? value : null
}

export function objectsAt(parent: JsonObject, key: string): readonly GitHubObject[] {
  const value = parent[key]
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** Empty when there is none. */
export function textAt(parent: JsonObject, key: string): string {
  const value = parent[key]
  return typeof value === 'string' ? value : ''
}

/** 0 when there is none: ids and numbers of GitHub begin with 1. */
export function numberAt(parent: JsonObject, key: string): number {
  const value = parent[key]
  return typeof value === 'number' ? value : 0
}

export function isTrue(parent: JsonObject, key: string): boolean {
  return parent[key] === true
}

/** Milliseconds; null for what is no time. GitHub writes ISO text, and Unix seconds in pushes. */
export function instantAt(parent: JsonObject, key: string): number | null {
  const value = parent[key]
  if (typeof value === 'number') return value * 1000
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(parsed) ? null : parsed
}

/** Without the named keys. */
export function without(object: JsonObject, keys: readonly string[]): GitHubObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}

/** The values that are there; null and absent ones do not hide what is beneath. */
export function present(object: JsonObject): GitHubObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}

export function firstText(...values: readonly (Json | undefined)[]): string {
  for (const value of values) if (typeof value === 'string' && value !== '') return value
  return ''
}

/** Those of the named keys that it has. */
export function only(object: JsonObject, keys: readonly string[]): GitHubObject {
  return Object.fromEntries(keys.flatMap((key) => (object[key] === undefined ? [] : [[key, object[key]]])))
}

/** A time as REST writes it; of what has none, the beginning of 2020. */
export function isoAt(object: JsonObject, key: string): string {
  return new Date(instantAt(object, key) ?? 1_577_836_800_000).toISOString().replace(/\.\d+Z$/, 'Z')
}
