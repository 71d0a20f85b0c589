import { useState } from 'react'
import { Icon } from '../../pieces/icons.tsx'
import css from './payload-tree.module.css'

interface PayloadTreeProps {
  readonly value: unknown
}

/** JSON as a tree; what is in a branch exists only while it is open. */
export function PayloadTree({ value }: PayloadTreeProps) {
  return (
    <ul className={css.tree} aria-label="Payload">
      {entriesOf(value).map(([name, each]) => (
        <Node key={name} name={name} value={each} depth={0} />
      ))}
    </ul>
  )
}

interface NodeProps {
  readonly name: string
  readonly value: unknown
  readonly depth: number
}

function Node({ name, value, depth }: NodeProps) {
  const [open, setOpen] = useState(false)
  const entries = entriesOf(value)
  if (typeof value !== 'object' || value === null || entries.length === 0) {
    return (
      <li className={css.leaf} style={{ paddingLeft: `${depth + 1.25}rem` }}>
        <span className={css.name}>{name}</span> <Leaf value={value} />
      </li>
    )
  }
  return (
    <li>
      <button
        type="button"
        className={css.branch}
        style={{ paddingLeft: `${depth + 0.125}rem` }}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="down" size={12} />
        <span className={css.name}>{name}</span>
        <span className={css.size}>{sizeOf(value, entries.length)}</span>
      </button>
      {open && (
        <ul>
          {entries.map(([each, inner]) => (
            <Node key={each} name={each} value={inner} depth={depth + 1} />
          ))}
        </ul>
      )}
    </li>
  )
}

function Leaf({ value }: { readonly value: unknown }) {
  const isText = typeof value === 'string'
  return <span className={isText ? css.text : css.other}>{JSON.stringify(value)}</span>
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function sizeOf(value: object, count: number): string {
  if (Array.isArray(value)) return `${count} ${count === 1 ? 'item' : 'items'}`
  return `${count} ${count === 1 ? 'field' : 'fields'}`
}
