import { CopyButton } from '../../pieces/copy-button.tsx'
import css from './connect-guide.module.css'

/** A line that is to be pasted somewhere. */
export function Copyable({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className={css.copyable}>
      <code>{text}</code>
      <CopyButton text={text} label={label} />
    </div>
  )
}
