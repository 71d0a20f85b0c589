import { type Expression, parseSync, type Span, Visitor, type VisitorObject } from 'oxc-parser'

export interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
  readonly line: number
}

/** Something in the code that a wall forbids in some places. */
export interface Use {
  readonly kind: 'environment' | 'module mock' | 'impure' | 'computed import' | 'unreadable'
  readonly text: string
  readonly line: number
}

export interface SourceFacts {
  readonly path: string
  readonly imports: readonly Import[]
  readonly uses: readonly Use[]
}

const moduleMocks = new Set(['mock', 'doMock', 'unmock', 'doUnmock', 'importMock', 'importActual', 'hoisted'])
const impureGlobals = new Set([
  'performance',
  'crypto',
  'process',
  'globalThis',
  'fetch',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
])

interface Collector {
  addImport(from: Expression, typeOnly: boolean): void
  addUse(kind: Use['kind'], node: Span): void
}

/** What one file imports and does, as far as the walls care. The path is kept as given; its ending decides the dialect. */
export function readFacts(path: string, source: string): SourceFacts {
  const imports: Import[] = []
  const uses: Use[] = []
  const lineOf = (offset: number) => source.slice(0, offset).split('\n').length
  const { program, errors } = parseSync(path, source)
  for (const error of errors) uses.push({ kind: 'unreadable', text: error.message, line: 1 })
  const collector: Collector = {
    addImport: (from, typeOnly) => {
      const specifier = literalText(from)
      if (specifier === null) collector.addUse('computed import', from)
      else imports.push({ specifier, typeOnly, line: lineOf(from.start) })
    },
    addUse: (kind, { start, end }) => {
      uses.push({ kind, text: source.slice(start, end).split('\n')[0] ?? '', line: lineOf(start) })
    },
  }
  new Visitor({ ...importVisitor(collector), ...useVisitor(collector) }).visit(program)
  return { path, imports, uses }
}

/** The text of a string literal or of a template without holes; null for anything else. */
function literalText(node: Expression): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? null
  return null
}

/** Every way to name another module: import, export from, import(), require() and import('…').Type. */
function importVisitor({ addImport, addUse }: Collector): VisitorObject {
  return {
    ImportDeclaration: (node) => {
      addImport(node.source, node.importKind === 'type')
      const takesEnv = node.specifiers.some(
        (each) => each.type === 'ImportSpecifier' && keyName(each.imported) === 'env',
      )
      if (takesEnv && /^(node:)?process$/.test(node.source.value)) addUse('environment', node)
    },
    ExportAllDeclaration: (node) => addImport(node.source, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) addImport(node.source, node.exportKind === 'type')
    },
    ImportExpression: (node) => addImport(node.source, false),
    TSImportType: (node) => addImport(node.source, true),
    TSExternalModuleReference: (node) => addImport(node.expression, false),
  }
}

function useVisitor({ addImport, addUse }: Collector): VisitorObject {
  return {
    MemberExpression: (node) => {
      const owner = keyName(node.object)
      const property = keyName(node.property)
      if (owner === 'process' && property === 'env') addUse('environment', node)
      if (owner === 'vi' && moduleMocks.has(property)) addUse('module mock', node)
      const plainOwner = node.object.type === 'Identifier' ? owner : ''
      const asksClock =
        (plainOwner === 'Date' && property === 'now') || (plainOwner === 'Math' && property === 'random')
      if (asksClock || impureGlobals.has(plainOwner)) addUse('impure', node)
    },
    VariableDeclarator: (node) => {
      if (node.id.type !== 'ObjectPattern' || node.init === null || keyName(node.init) !== 'process') return
      const names = node.id.properties.map((each) => (each.type === 'Property' ? keyName(each.key) : 'env'))
      if (names.includes('env')) addUse('environment', node)
    },
    CallExpression: (node) => {
      const callee = node.callee.type === 'Identifier' ? node.callee.name : ''
      const [first] = node.arguments
      if (callee === 'require' && first !== undefined && first.type !== 'SpreadElement')
        addImport(first, false)
      if (callee === 'Date' || impureGlobals.has(callee)) addUse('impure', node)
    },
    NewExpression: (node) => {
      const isDate = node.callee.type === 'Identifier' && node.callee.name === 'Date'
      if (isDate && node.arguments.length === 0) addUse('impure', node)
    },
  }
}

/** The last name in `a`, `x.a`, `x['a']` or `a:`; '' where there is none. */
function keyName(node: { type: string; name?: unknown; value?: unknown; property?: unknown }): string {
  if (typeof node.name === 'string') return node.name
  if (typeof node.value === 'string') return node.value
  if (node.type !== 'MemberExpression') return ''
  return isNode(node.property) ? keyName(node.property) : ''
}

function isNode(value: unknown): value is { type: string } {
  return typeof value === 'object' && value !== null && 'type' in value
}
