/** Whether one of these texts names a hotfix. `search` starts at the beginning whatever flags the pattern has. */
export function isHotfix(pattern: RegExp, texts: readonly string[]): boolean {
  return texts.some((text) => text.search(pattern) >= 0)
}
