/**
 * Text of somebody else's, safe to print: a title or a branch may hold escape sequences, which a terminal would obey, or
 * marks that turn the direction of what follows. A line break, or a tab, with the space around it becomes one space.
 */
export function plainText(text: string): string {
  return text
    .replaceAll(/\s*[\t\r\n\u2028\u2029]\s*/g, ' ')
    .replaceAll(/[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '\ufffd')
}
