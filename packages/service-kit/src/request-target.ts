const LONGEST = 4096

/**
 * Why a request target is refused: only plain absolute paths are served. Encoded slashes, dots, NULs and the like have
 * no use here but to mean one thing to a proxy and another to a router. Null when it is fine.
 */
export function targetFault(target: string): string | null {
  if (target.length > LONGEST) return `it is longer than ${LONGEST} characters`
  if (!target.startsWith('/')) return 'it does not begin with a slash'
  const path = target.split('?', 1)[0] ?? ''
  if (path.startsWith('//')) return 'its path begins with two slashes'
  if (/[^\x21-\x7e]/.test(target)) return 'it contains a character that has to be percent-encoded'
  if (path.includes('\\')) return 'its path contains a backslash'
  if (/%(?:2f|5c)/i.test(path)) return 'its path contains an encoded slash'
  if (/%(?:[01][0-9a-f]|7f)/i.test(path)) return 'its path contains an encoded control character'
  const decoded = decodePath(path)
  if (decoded === null) return 'its path is not percent-encoded UTF-8'
  return decoded.split('/').some((segment) => segment === '.' || segment === '..')
    ? 'its path contains a dot segment'
    : null
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    // A URIError says no more than that.
    return null
  }
}
