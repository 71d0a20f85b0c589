export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** A JSON object as GitHub sends one: a key that is absent is `undefined`, never written. */
export interface JsonObject {
  readonly [key: string]: Json | undefined
}
