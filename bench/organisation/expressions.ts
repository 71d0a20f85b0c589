/** A year of an organisation, by how many deliveries it sent. */
export interface Organisation {
  readonly deliveries: number
  readonly repositories: number
  readonly days: number
  readonly people: number
  /** When the year ends. */
  readonly until: Date
}

/** A statement that writes rows of a table by INSERT … SELECT FROM numbers(). */
export interface Fill {
  readonly table: string
  readonly columns: string
  /** Rows, as SELECT over `number`. */
  readonly rows: string
  readonly count: number
}

export const FIRST_REPOSITORY = 100_000_000

export const epoch = (time: Date) => Math.floor(time.getTime() / 1_000)

const SPREAD_SECONDS = 900

export function times({ until, days }: Organisation) {
  const end = epoch(until)
  const seconds = days * 86_400
  return {
    end: `toDateTime(${end}, 'UTC')`,
    /** When the one of this number, of so many, happened: in their order, as rows come, give or take minutes. */
    at: (number: string, count: number) =>
      `toDateTime(${end - seconds} + toUInt32(${number} * ${(seconds - SPREAD_SECONDS) / count} + cityHash64(${number}, 'time') % ${SPREAD_SECONDS}), 'UTC')`,
  }
}

/** From 0 to 1, the same for the same seed. */
export const share = (seed: string, what: string) => `(cityHash64(${seed}, '${what}') % 1000003 / 1000003)`

// Activity is uneven, as it is in truth: the square of an even number makes a few repositories busy and most quiet.
export const repositoryIndex = (seed: string, { repositories }: Organisation) =>
  `toUInt64(floor(pow(${share(seed, 'repository')}, 2) * ${repositories}))`

export const repositoryOf = (seed: string, organisation: Organisation) =>
  `(${FIRST_REPOSITORY} + ${repositoryIndex(seed, organisation)})`

const PEOPLE_PER_REPOSITORY = 60

/** A repository has its own sixty people, few of whom do most of it, and each works in some fifteen. */
export const personOf = (seed: string, repository: string, { people }: Organisation) =>
  `concat('person-', toString((${repository} * 37 + toUInt64(floor(pow(${share(seed, 'person')}, 2) * ${PEOPLE_PER_REPOSITORY}))) % ${people}))`

export const hexOf = (seed: string) => `lower(hex(SHA1(toString((${seed})))))`

/** One of these, the same for the same seed. A text that stands more often is chosen more often. */
export const oneOf = (seed: string, what: string, texts: readonly string[]) =>
  `[${texts.map((text) => `'${text}'`).join(', ')}][1 + cityHash64(${seed}, '${what}') % ${texts.length}]`
