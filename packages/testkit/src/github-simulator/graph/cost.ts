import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql'
import { TypedGraphError } from './graph-error.ts'

/** What a query costs, before it is answered. */
export interface QueryCost {
  /** Points of the primary limit. */
  readonly points: number
  readonly nodes: number
}

const mostNodes = 500_000

/**
 * GitHub's formula (github/docs, rate-limits-and-node-limits-for-the-graphql-api): the requests that every connection
 * takes when all pages above it are full, divided by 100, at least 1. Throws TypedGraphError for a page without
 * bounds or of more than 100, and for more than 500,000 nodes.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): QueryCost {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const sums = { requests: 0, nodes: 0 }
  const walker = { schema, fragments, variables, sums }
  const defaults: Record<string, unknown> = {}
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    for (const { variable, defaultValue } of definition.variableDefinitions ?? [])
      if (defaultValue !== undefined) defaults[variable.name.value] = valueFromASTUntyped(defaultValue)
    const root = schema.getRootType(definition.operation)
    const all = { ...walker, variables: { ...defaults, ...variables } }
    if (root !== undefined && root !== null) walk(all, definition.selectionSet, root, 1)
  }
  if (sums.nodes > mostNodes)
    throw new TypedGraphError(
      'MAX_NODE_LIMIT_EXCEEDED',
      `This query requests up to ${sums.nodes} possible nodes which exceeds the maximum limit of 500,000.`,
    )
  return { points: Math.max(1, Math.round(sums.requests / 100)), nodes: sums.nodes }
}

interface Walker {
  readonly schema: GraphQLSchema
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly variables: Readonly<Record<string, unknown>>
  readonly sums: { requests: number; nodes: number }
}

function walk(walker: Walker, set: SelectionSetNode, type: GraphQLNamedType, times: number): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) walkField(walker, selection, type, times)
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const name = selection.typeCondition?.name.value
      const on = name === undefined ? type : walker.schema.getType(name)
      walk(walker, selection.selectionSet, on ?? type, times)
    } else {
      const fragment = walker.fragments.get(selection.name.value)
      const on = walker.schema.getType(fragment?.typeCondition.name.value ?? '')
      if (fragment !== undefined) walk(walker, fragment.selectionSet, on ?? type, times)
    }
  }
}

function walkField(walker: Walker, field: FieldNode, parent: GraphQLNamedType, times: number): void {
  if (!(isObjectType(parent) || isInterfaceType(parent)) || field.selectionSet === undefined) return
  const definition = parent.getFields()[field.name.value]
  if (definition === undefined) return
  const type = getNamedType(definition.type)
  const given = argumentsOf(walker, field)
  const ids = field.name.value === 'nodes' && Array.isArray(given.ids) ? given.ids.length : null
  if (ids !== null) walker.sums.nodes += ids
  let size = ids ?? 1
  if (type.name.endsWith('Connection')) {
    size = pageOf(given, parent, field, hasPages(walker, field.selectionSet))
    walker.sums.requests += times
    walker.sums.nodes += times * size
  }
  walk(walker, field.selectionSet, type, times * size)
}

function argumentsOf({ variables }: Walker, field: FieldNode): Record<string, unknown> {
  const given = (field.arguments ?? []).map((argument) => [
    argument.name.value,
    valueFromASTUntyped(argument.value, { ...variables }),
  ])
  return Object.fromEntries(given)
}

/** A connection of which only the count is asked has no pages. */
function hasPages({ fragments }: Walker, set: SelectionSetNode): boolean {
  return set.selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return ['nodes', 'edges', 'pageInfo'].includes(selection.name.value)
    if (selection.kind === Kind.INLINE_FRAGMENT) return true
    return fragments.has(selection.name.value)
  })
}

function pageOf(
  given: Readonly<Record<string, unknown>>,
  parent: GraphQLNamedType,
  { name: { value: name } }: FieldNode,
  isPaged: boolean,
): number {
  const size = given.first ?? given.last
  if (typeof size === 'number' && size >= 0 && size <= 100) return size
  if (typeof size === 'number')
    throw new TypedGraphError(
      'EXCESSIVE_PAGINATION',
      `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of 100 records.`,
    )
  if (!isPaged) return 0
  throw new TypedGraphError(
    'MISSING_PAGINATION_BOUNDARIES',
    `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection of ${parent.name}.`,
  )
}
