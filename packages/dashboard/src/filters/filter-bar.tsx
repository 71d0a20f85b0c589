import type { FilterName } from '../pages/registry.ts'
import { Button } from '../pieces/button.tsx'
import css from './filter-bar.module.css'
import { type FilterRange, type Filters, readFilters, writeFilters } from './filters.ts'
import { PickMany } from './pick-many.tsx'
import { RangePicker } from './range-picker.tsx'
import { usePeople, useRepositoryNames, useTeamNames } from './use-choices.ts'
import { useAddress, useFilters } from './use-filters.ts'

interface FilterBarProps {
  /** Those that the page obeys. */
  readonly offered: readonly FilterName[]
}

/** The filters of the page, kept in the address: a link shows the same view. */
export function FilterBar({ offered }: FilterBarProps) {
  const [filters, setFilters] = useFilters()
  const [, change] = useAddress()
  const has = (name: FilterName) => offered.includes(name)
  const clear = () => change(writeFilters({ ...readFilters({}), range: filters.range }))
  if (offered.length === 0) return null
  return (
    <search className={css.bar} aria-label="Filters">
      {has('range') && (
        <RangePicker range={filters.range} onChange={(range: FilterRange) => setFilters({ range })} />
      )}
      {has('repositories') && <Repositories filters={filters} onChange={setFilters} />}
      {has('people') && <People filters={filters} onChange={setFilters} />}
      {has('exclude') && <Excluded filters={filters} onChange={setFilters} />}
      {has('teams') && <Teams filters={filters} onChange={setFilters} />}
      {has('bots') && (
        <label className={css.check}>
          <input
            type="checkbox"
            checked={filters.bots}
            onChange={(event) => setFilters({ bots: event.target.checked })}
          />
          With bots
        </label>
      )}
      {has('maintainers') && (
        <label className={css.check}>
          <input
            type="checkbox"
            checked={!filters.maintainers}
            onChange={(event) => setFilters({ maintainers: !event.target.checked })}
          />
          Without maintainers
        </label>
      )}
      {isFiltered(filters) && (
        <Button look="quiet" icon="close" onClick={clear}>
          Clear
        </Button>
      )}
    </search>
  )
}

function isFiltered({ repositories, people, exclude, teams, bots, maintainers }: Filters): boolean {
  return bots || !maintainers || [repositories, people, exclude, teams].some((each) => each.length > 0)
}

interface FilterProps {
  readonly filters: Filters
  readonly onChange: (changes: Partial<Filters>) => void
}

function Repositories({ filters, onChange }: FilterProps) {
  return (
    <PickMany
      label="Repositories"
      chosen={filters.repositories}
      useChoices={useRepositoryNames}
      onChange={(repositories) => onChange({ repositories })}
    />
  )
}

function People({ filters, onChange }: FilterProps) {
  return (
    <PickMany
      label="People"
      chosen={filters.people}
      useChoices={usePeople}
      onChange={(people) => onChange({ people })}
    />
  )
}

function Excluded({ filters, onChange }: FilterProps) {
  return (
    <PickMany
      label="Without"
      chosen={filters.exclude}
      useChoices={usePeople}
      onChange={(exclude) => onChange({ exclude })}
    />
  )
}

function Teams({ filters, onChange }: FilterProps) {
  return (
    <PickMany
      label="Teams"
      chosen={filters.teams}
      useChoices={useTeamNames}
      onChange={(teams) => onChange({ teams })}
    />
  )
}
