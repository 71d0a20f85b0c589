import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { buildSchema, type GraphQLSchema } from 'graphql'

let built: GraphQLSchema | null = null

/** GitHub's whole public schema, as `@octokit/graphql-schema` publishes it; half a second when first asked for. */
export function githubSchema(): GraphQLSchema {
  if (built !== null) return built
  const manifest = findPackageJSON('@octokit/graphql-schema', import.meta.url)
  if (manifest === undefined) throw new Error('@octokit/graphql-schema is not installed')
  const text = readFileSync(join(dirname(manifest), 'schema.graphql'), 'utf8')
  built = buildSchema(text, { assumeValid: true, assumeValidSDL: true })
  return built
}
