import { raise } from './exceptions.ts'
import { type Token, tokens } from './sql-tokens.ts'

/**
 * What a reader may not do though the engine's grants and its `readonly` would let it: read local files through a
 * scalar function, see other people's queries, lift a limit with `= DEFAULT`, reach out over the network. The text
 * checked is the engine's own canonical rendering of the statement, so no comment or quoting hides anything.
 */
export interface ReaderRules {
  readonly limits: ReadonlyMap<string, number>
  /** Lower case names of every table function of this engine. */
  readonly tableFunctions: readonly string[]
}

const STATEMENTS = new Set(['select', 'with', 'show', 'describe', 'desc', 'exists', 'explain'])

const TABLE_FUNCTIONS = new Set(
  (
    'numbers numbers_mt zeros zeros_mt primes generateseries generate_series generaterandom values ' +
    'sqlstandardvalues null view viewifpermitted viewexplain format'
  ).split(' '),
)

const FUNCTIONS = new Set([
  'file',
  'catboostevaluate',
  'evalmlmethod',
  'showcertificate',
  'getclienthttpheader',
])

const SYSTEM_TABLES = new Set(
  (
    'one numbers numbers_mt zeros zeros_mt primes databases tables columns functions formats settings ' +
    'merge_tree_settings table_engines table_functions data_type_families data_skipping_indices ' +
    'data_skipping_index_types aggregate_function_combinators collations time_zones keywords completions ' +
    'contributors licenses build_options parts parts_columns projections projection_parts detached_parts merges ' +
    'mutations metrics events asynchronous_metrics view_refreshes constraints codecs dashboards documentation ' +
    'tokenizers unicode current_roles enabled_roles'
  ).split(' '),
)

const SETTINGS = new RegExp(
  `^(?:${[
    'output_format_(?!schema$)\\w+',
    'format_(?:csv|tsv|json|custom|pretty|display|binary)_\\w+',
    'date_time_(?:in|out)put_format',
    'bool_(?:true|false)_representation',
    'enable_http_compression|http_\\w+|send_progress_in_http_headers|add_http_cors_header',
    'cancel_http_readonly_queries_on_client_close|wait_end_of_query|log_comment|log_queries\\w*',
    'session_timezone|extremes|limit|offset|final|max_block_size|load_balancing|priority',
    'join_use_nulls|join_algorithm|group_by_use_nulls|(?:union|intersect|except)_default_mode',
    'optimize_\\w+|query_plan_\\w+|compile_\\w+|use_skip_\\w+|use_uncompressed_cache|use_query_condition_cache',
    'prefer_column_name_to_alias|enable_positional_arguments|joined_subquery_requires_alias|enable_analyzer',
    'aggregate_functions_null_for_empty|any_join_distinct_right_table_keys|describe_\\w+|show_table_uuid\\w*',
    'async_insert|wait_for_async_insert|insert_deduplicate|select_sequential_consistency|mutations_sync',
    'connect_timeout|receive_timeout|send_timeout|max_bytes_before_external_\\w+|max_query_size',
    'input_format_\\w+|do_not_merge_across_partitions_select_final|force_\\w+|read_in_order_\\w+',
  ].join('|')})$`,
)

/** Whether a reader may set this at all; limits are compared besides. */
export function mayReaderSet(name: string): boolean {
  return SETTINGS.test(name)
}

/** Throws ClickHouseException unless the canonical statement only reads what a reader may read. */
export function checkReaderStatement(
  canonical: string,
  parameters: ReadonlyMap<string, string>,
  rules: ReaderRules,
): void {
  const all = [...tokens(canonical)]
  const first = all.find((token) => token.value !== '(')
  if (first?.kind !== 'word' || !STATEMENTS.has(first.value)) {
    throw raise(164, 'reader: Cannot execute query in readonly mode')
  }
  const denied = deniedFunctions(rules)
  for (const [index, token] of all.entries()) {
    checkToken(token, all, index)
    checkFunction(token, all[index + 1], denied)
    checkSystemTable(token, all[index + 1], all[index + 2])
    checkParameter(token, all[index - 2], parameters)
    if (token.kind === 'word' && token.value === 'settings') checkSettings(all, index + 1, rules.limits)
  }
}

function deniedFunctions(rules: ReaderRules): ReadonlySet<string> {
  return new Set([...rules.tableFunctions.filter((name) => !TABLE_FUNCTIONS.has(name)), ...FUNCTIONS])
}

function checkToken(token: Token, all: readonly Token[], index: number): void {
  const next = all[index + 1]
  if (token.kind === 'unclosed') throw raise(62, 'Syntax error: a quote or comment is not closed')
  if (token.kind !== 'word') return
  if (token.value === 'into' && next?.value === 'outfile') throw raise(358, 'INTO OUTFILE is not allowed')
  if (token.value === 'parallel' && next?.value === 'with') throw refused('PARALLEL WITH')
  if (token.value === 'show' && next?.value === 'processlist') throw refused('SHOW PROCESSLIST')
}

function checkFunction(name: Token, open: Token | undefined, denied: ReadonlySet<string>): void {
  if (name.kind !== 'word' && name.kind !== 'quoted') return
  if (open?.value !== '(' || open.kind !== 'symbol') return
  const lower = name.value.toLowerCase()
  if (denied.has(lower) || /^ai[a-z]*$/.test(lower)) throw refused(`function ${name.value}`)
}

function checkSystemTable(database: Token, dot: Token | undefined, table: Token | undefined): void {
  if (database.value.toLowerCase() !== 'system' || dot?.value !== '.' || dot.kind !== 'symbol') return
  if (database.kind !== 'word' && database.kind !== 'quoted') return
  if (table && !SYSTEM_TABLES.has(table.value)) throw refused(`table system.${table.value}`)
}

/** `{name:Identifier}` could name what the text may not. */
function checkParameter(type: Token, name: Token | undefined, parameters: ReadonlyMap<string, string>): void {
  if (type.kind !== 'word' || type.value !== 'identifier' || !name) return
  for (const [parameter, value] of parameters) {
    if (parameter.toLowerCase() === name.value.toLowerCase() && /system/i.test(value)) {
      throw refused(`identifier ${value}`)
    }
  }
}

/** Every pair of `SETTINGS name = value, …`. A value that is not one plain token is refused, lest it hide a pair. */
function checkSettings(all: readonly Token[], from: number, limits: ReadonlyMap<string, number>): void {
  const [first, sign] = [all[from], all[from + 1]]
  if (first?.kind !== 'word' || (sign?.value !== '=' && sign?.value !== '.')) return
  for (let at = from; ; at += 4) {
    const [name, equals, value, after] = all.slice(at, at + 4)
    if (!name || equals?.value !== '=' || !value || !isPlain(value, after))
      throw unchangeable(name?.value ?? '')
    const limit = limits.get(name.value)
    const allowed = limit === undefined ? mayReaderSet(name.value) : isWithin(value, limit)
    if (!allowed || (value.kind === 'word' && value.value === 'default')) throw unchangeable(name.value)
    if (after?.value !== ',') return
  }
}

function isPlain(value: Token, after: Token | undefined): boolean {
  if (value.kind !== 'number' && value.kind !== 'string' && value.kind !== 'word') return false
  return !after || after.kind === 'word' || after.value === ',' || after.value === ')'
}

function isWithin(value: Token | undefined, limit: number): boolean {
  if (value?.kind !== 'number' && value?.kind !== 'string') return false
  const number = Number(value.value)
  return number > 0 && number <= limit
}

export function unchangeable(name: string) {
  return raise(164, `Cannot modify '${name}' setting in readonly mode`)
}

function refused(what: string) {
  return raise(497, `reader: Not enough privileges. ${what} is not open to the reader`)
}
