/** A field of GraphQL's root that is asked for: `repository(…) { … }`. */
export interface FieldQuestion {
  readonly kind: 'field'
  /** With its arguments and what is selected. */
  readonly field: string
  readonly fragments: readonly string[]
  /** Connections in it, each once for every node above it: GitHub charges a point for a hundred of them. */
  readonly connections: number
  /** Things that the answer may hold: what GitHub has to load within its ten seconds. */
  readonly weight: number
}

export interface RepositoryName {
  readonly owner: string
  readonly name: string
}

/** What is asked of one repository. */
export function repositoryQuestion(
  { owner, name }: RepositoryName,
  selection: string,
  size: Pick<FieldQuestion, 'connections' | 'weight'>,
): FieldQuestion {
  const field = `repository(owner: ${JSON.stringify(owner)}, name: ${JSON.stringify(name)}) { ${selection} }`
  return { kind: 'field', field, fragments: [], ...size }
}

/** A thing by its node id; those with the same selection go into one `nodes(ids: …)`. */
export interface NodeQuestion {
  readonly kind: 'node'
  readonly id: string
  readonly selection: string
  readonly fragments: readonly string[]
  readonly connections: number
  readonly weight: number
}

export type Question = FieldQuestion | NodeQuestion

/** An answer, and when it was asked for: what it shows is at least as new. */
export interface Answer<T> {
  readonly data: T
  readonly askedAt: Date
}

interface Placed<Q extends Question> {
  readonly question: Q
  readonly alias: string
  /** In the list of a `nodes` field; null: the field itself. */
  readonly index: number | null
}

export interface Query {
  readonly text: string
  /** Where the answer of each question stands, in their order. */
  readonly places: readonly Placed<Question>[]
}

/** GitHub takes no more ids than this in one `nodes`. */
const MOST_IDS = 100

/** One query for all questions, whose cost its answer tells. */
export function queryOf(questions: readonly Question[]): Query {
  const fields: string[] = ['rateLimit { cost remaining }']
  const placed = new Map<Question, Placed<Question>>()
  const alias = () => `q${fields.length}`
  for (const question of questions) {
    if (question.kind !== 'field') continue
    placed.set(question, { question, alias: alias(), index: null })
    fields.push(`${alias()}: ${question.field}`)
  }
  const nodes = questions.filter((question) => question.kind === 'node')
  for (const [selection, alike] of Map.groupBy(nodes, (question) => question.selection)) {
    for (let from = 0; from < alike.length; from += MOST_IDS) {
      const some = alike.slice(from, from + MOST_IDS)
      for (const [index, question] of some.entries())
        placed.set(question, { question, alias: alias(), index })
      fields.push(`${alias()}: nodes(ids: ${JSON.stringify(some.map(({ id }) => id))}) ${selection}`)
    }
  }
  const fragments = new Set(questions.flatMap((question) => question.fragments))
  return {
    text: `query {\n${fields.join('\n')}\n}\n${[...fragments].join('\n')}`,
    places: questions.flatMap((question) => placed.get(question) ?? []),
  }
}
