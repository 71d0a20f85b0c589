/** What a key or a token may see, as it names it. */
interface VisibleRepositories {
  /** `owner/name`: these repositories, whatever they are called later. */
  readonly names: readonly string[]
  /** Of `owner/*`, in lower case: every repository that is theirs now. */
  readonly owners: readonly string[]
}

const ALL_OF_OWNER = '/*'

export function visibleRepositories(visible: readonly string[]): VisibleRepositories {
  const ofOwners = visible.filter((each) => each.endsWith(ALL_OF_OWNER))
  return {
    names: visible.filter((each) => !each.endsWith(ALL_OF_OWNER)),
    owners: ofOwners.map(ownerOf),
  }
}

/** The owner in a full name, in lower case. */
export function ownerOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.indexOf('/'))).toLowerCase()
}

/** Whether a repository may be seen that is known by its present name alone; null sees all. */
export function seesByName(visible: readonly string[] | null): (fullName: string) => boolean {
  if (visible === null) return () => true
  const { names, owners } = visibleRepositories(visible)
  const [known, theirs] = [new Set(names.map((name) => name.toLowerCase())), new Set(owners)]
  return (fullName) => known.has(fullName.toLowerCase()) || theirs.has(ownerOf(fullName))
}
