import { Button } from './button.tsx'
import { useToast } from './toasts.tsx'

interface CopyButtonProps {
  readonly text: string
  readonly label: string
}

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const toast = useToast()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      toast('Copied')
    } catch {
      // Pages that came by plain HTTP have no clipboard.
      toast('This browser does not let the page copy: select the text instead', 'bad')
    }
  }
  return (
    <Button icon="copy" look="quiet" onClick={() => void copy()}>
      {label}
    </Button>
  )
}
