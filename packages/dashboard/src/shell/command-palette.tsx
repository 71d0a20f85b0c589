import { Dialog } from '@base-ui/react/dialog'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useId, useState } from 'react'
import { Icon } from '../pieces/icons.tsx'
import popup from '../pieces/popup.module.css'
import css from './command-palette.module.css'
import { type Command, useCommands } from './use-commands.ts'

interface CommandPaletteProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** Pages, repositories and commands by a few letters of their names. */
export function CommandPalette({ open, onOpenChange }: CommandPaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={popup.backdrop} />
        <Dialog.Popup className={popup.dialog} aria-label="Search and commands">
          {open && <Palette onDone={() => onOpenChange(false)} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Palette({ onDone }: { readonly onDone: () => void }) {
  const id = useId()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const commands = useCommands(text)
  const run = (command: Command | undefined) => {
    if (command === undefined) return
    onDone()
    command.run(navigate)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') run(commands[active])
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    setActive((active + step + commands.length) % Math.max(commands.length, 1))
  }
  const write = (value: string) => {
    setText(value)
    setActive(0)
  }
  return (
    <>
      <div className={css.field}>
        <Icon name="search" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={commands.length > 0 ? `${id}-${active}` : undefined}
          aria-label="Search and commands"
          placeholder="Go to a page, a repository, a delivery …"
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={press}
        />
      </div>
      <Matches id={id} commands={commands} active={active} onRun={run} />
    </>
  )
}

/** What the arrows choose may be below the edge of the list. */
const keepInSight = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

interface MatchesProps {
  readonly id: string
  readonly commands: readonly Command[]
  readonly active: number
  readonly onRun: (command: Command) => void
}

function Matches({ id, commands, active, onRun }: MatchesProps) {
  return (
    <div id={id} role="listbox" aria-label="Matches" className={css.list}>
      {commands.length === 0 && (
        <p className={css.none}>Nothing of that name. A repository’s name or a GUID finds more.</p>
      )}
      {commands.map((command, index) => (
        <div
          key={command.key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          ref={index === active ? keepInSight : undefined}
          className={css.match}
          onClick={() => onRun(command)}
          onKeyDown={(event) => event.key === 'Enter' && onRun(command)}
        >
          <Icon name={command.icon} />
          <span className={css.title}>{command.title}</span>
          <span className={css.kind}>{command.kind}</span>
        </div>
      ))}
    </div>
  )
}
