import { plainText } from '../render/plain-text.ts'
import type { Style } from '../render/style.ts'

/** Names that were asked for and that nobody knows: said, or a number would look like theirs. */
export function unknownRepositories(names: readonly string[], style: Style): readonly string[] {
  return names.length === 0
    ? []
    : ['', `  ${style.warn(`Not known here: ${names.map(plainText).join(', ')}`)}`]
}
