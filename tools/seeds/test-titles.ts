import {
  type Argument,
  type CallExpression,
  type Expression,
  type ObjectExpression,
  parseSync,
  Visitor,
} from 'oxc-parser'

/** What the tests of a file may be called: a pattern for each place that makes some. */
export function testTitles(path: string, source: string): readonly RegExp[] {
  const found: RegExp[] = []
  new Visitor({
    CallExpression: (call) => {
      const callee = nameOf(call.callee)
      if (callee === 'test') found.push(...titleOf(call.arguments[0], exactly))
      if (callee === 'test.each') found.push(...titleOf(call.arguments[0], fromRows))
      if (callee === 'testProjection') found.push(...caseTitles(call))
    },
  }).visit(parseSync(path, source).program)
  return found
}

/** `test`, or `test.each` for the call of what `test.each(rows)` gave. */
function nameOf(callee: Expression): string {
  if (callee.type === 'Identifier') return callee.name
  if (callee.type !== 'CallExpression' || callee.callee.type !== 'MemberExpression') return ''
  const { object, property } = callee.callee
  const isTest = object.type === 'Identifier' && object.name === 'test'
  return isTest && property.type === 'Identifier' && property.name === 'each' ? 'test.each' : ''
}

const ANY = '[^]+'
const exactly = (text: string) => RegExp.escape(text)
/** Rows fill `%s` and its like, and `$name`. */
const fromRows = (text: string) =>
  text
    .split(/%[sdifjo#]|\$[\w.]+/)
    .map(exactly)
    .join(ANY)

/** A template with holes is filled when the test runs. */
function titleOf(title: Argument | undefined, patternOf: (text: string) => string): readonly RegExp[] {
  const parts = title === undefined ? [] : textsOf(title)
  return parts.length === 0 ? [] : [new RegExp(`^${parts.map(patternOf).join(ANY)}$`)]
}

function textsOf(node: Argument): readonly string[] {
  if (node.type === 'Literal' && typeof node.value === 'string') return [node.value]
  return node.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.cooked ?? '') : []
}

/** The test kit names a case for its projection, and each law for the case. */
function caseTitles({ arguments: [spec] }: CallExpression): readonly RegExp[] {
  if (spec?.type !== 'ObjectExpression') return []
  const cases = memberOf(spec, 'cases')
  if (cases?.type !== 'ArrayExpression') return []
  return cases.elements.flatMap((each) => {
    const name = each?.type === 'ObjectExpression' ? memberOf(each, 'name') : undefined
    const [text] = name === undefined ? [] : textsOf(name)
    return text === undefined ? [] : [new RegExp(`^[a-z-]+: ${exactly(text)}( · law: [a-z ]+)?$`)]
  })
}

function memberOf(object: ObjectExpression, key: string): Expression | undefined {
  const property = object.properties.find(
    (each) => each.type === 'Property' && each.key.type === 'Identifier' && each.key.name === key,
  )
  return property?.type === 'Property' ? property.value : undefined
}
