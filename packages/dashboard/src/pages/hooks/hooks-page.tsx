import { useAddressValue } from '../../filters/use-filters.ts'
import { Segments } from '../../pieces/segments.tsx'
import { BadgePanel } from './badge-panel.tsx'
import { ConnectGuide } from './connect-guide.tsx'
import { DisplayPanel } from './display-panel.tsx'
import { GitHubView } from './github-view.tsx'
import { HookConfigsPanel } from './hook-configs-panel.tsx'
import { HookSide } from './hook-side.tsx'
import { HookTable } from './hook-table.tsx'
import css from './hooks-page.module.css'
import { KeysPanel } from './keys-panel.tsx'
import { SettingsPanel } from './settings-panel.tsx'

const views = [
  { value: 'hooks', label: 'Hooks' },
  { value: 'github', label: 'GitHub' },
  { value: 'keys', label: 'Keys' },
  { value: 'settings', label: 'Settings' },
] as const

type View = (typeof views)[number]['value']

/** How deliveries come, who asks GitHub, who may ask here, and by which settings. */
export function HooksPage() {
  const [chosen, choose] = useAddressValue('view')
  const view: View = views.find(({ value }) => value === chosen)?.value ?? 'hooks'
  return (
    <>
      <div className={css.views}>
        <Segments
          label="What is shown"
          value={view}
          choices={views}
          onChange={(next) => choose(next === 'hooks' ? '' : next)}
        />
      </div>
      {view === 'hooks' && (
        <>
          <ConnectGuide />
          <HookTable />
          <HookConfigsPanel />
          <HookSide />
        </>
      )}
      {view === 'github' && <GitHubView />}
      {view === 'keys' && <KeysPanel />}
      {view === 'settings' && (
        <>
          <DisplayPanel />
          <BadgePanel />
          <SettingsPanel />
        </>
      )}
    </>
  )
}
