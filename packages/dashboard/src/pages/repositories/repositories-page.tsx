import { useAddressValue } from '../../filters/use-filters.ts'
import { RepositoryPanel } from './repository-panel.tsx'
import { RepositoryTable } from './repository-table.tsx'

/** Every repository as it is now, and each with the terms of its health and its days. */
export function RepositoriesPage() {
  const [opened, open] = useAddressValue('open')
  return (
    <>
      <RepositoryTable onOpen={(name) => open(name, { replace: false })} />
      {opened.includes('/') && <RepositoryPanel name={opened} onClose={() => open('')} />}
    </>
  )
}
