import { useAddressValue } from '../../filters/use-filters.ts'
import { StoryPanel } from '../pull-requests/story-panel.tsx'
import { ContributorTable } from './contributor-table.tsx'
import css from './contributors-page.module.css'
import { LoadPanel } from './load-panel.tsx'
import { LoadTiles } from './load-tiles.tsx'
import { NetworkPanel } from './network-panel.tsx'
import { PairsPanel } from './pairs-panel.tsx'
import { PersonSide } from './person-side.tsx'

/** Who does what, who carries the reviews, and who reviews whom. */
export function ContributorsPage() {
  const [opened, open] = useAddressValue('open')
  const [person, choose] = useAddressValue('contributor')
  const openPerson = (login: string) => choose(login, { replace: false })
  return (
    <>
      <LoadTiles />
      <ContributorTable onOpen={openPerson} />
      <div className={css.pair}>
        <NetworkPanel />
        <LoadPanel onOpen={openPerson} />
      </div>
      <PairsPanel onOpen={openPerson} />
      {person !== '' && opened === '' && (
        <PersonSide
          login={person}
          onOpen={(name) => open(name, { replace: false })}
          onClose={() => choose('')}
        />
      )}
      {opened !== '' && <StoryPanel name={opened} onClose={() => open('')} />}
    </>
  )
}
