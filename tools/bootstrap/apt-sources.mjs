/**
 * @typedef {object} AptSource
 * @property {readonly string[]} uris
 * @property {readonly string[]} suites
 * @property {readonly string[]} components
 * @property {string | null} signedBy path of a keyring; null: apt's own trusted keys
 */

const words = (/** @type {string | undefined} */ text) =>
  (text ?? '').split(/\s+/).filter((word) => word !== '')
const keyringPath = (/** @type {string | undefined} */ value) =>
  value !== undefined && /^\/\S+$/.test(value) ? value : null

/**
 * The `deb` entries of a file in apt's one-line format (`sources.list`).
 * @param {string} text
 * @returns {AptSource[]}
 */
export function parseOneLineSources(text) {
  return text.split('\n').flatMap((line) => {
    const found = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?([^\s#]+)\s+([^\s#]+)\s*([^#]*)/.exec(line)
    if (found === null) return []
    const [, options, uri = '', suite = '', components] = found
    const signedBy = words(options).find((option) => option.startsWith('signed-by='))
    return [
      {
        uris: [uri],
        suites: [suite],
        components: words(components),
        signedBy: keyringPath(signedBy?.slice('signed-by='.length)),
      },
    ]
  })
}

/**
 * The enabled `deb` stanzas of a file in apt's deb822 format (`*.sources`).
 * @param {string} text
 * @returns {AptSource[]}
 */
export function parseDeb822Sources(text) {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'))
  const stanzas = lines.join('\n').split(/\n\s*\n/)
  return stanzas.flatMap((stanza) => {
    const fields = readFields(stanza)
    if (!words(fields.get('types')).includes('deb')) return []
    if (/^(no|false|0|off)$/i.test(fields.get('enabled') ?? '')) return []
    return [
      {
        uris: words(fields.get('uris')),
        suites: words(fields.get('suites')),
        components: words(fields.get('components')),
        signedBy: keyringPath(fields.get('signed-by')),
      },
    ]
  })
}

/**
 * Names in lower case; a continuation line belongs to the field above it.
 * @param {string} stanza
 */
function readFields(stanza) {
  /** @type {Map<string, string>} */
  const fields = new Map()
  let current = ''
  for (const line of stanza.split('\n')) {
    const field = /^([\w-]+):\s*(.*?)\s*$/.exec(line)
    if (field === null) {
      fields.set(current, `${fields.get(current) ?? ''} ${line.trim()}`)
      continue
    }
    current = (field[1] ?? '').toLowerCase()
    fields.set(current, field[2] ?? '')
  }
  return fields
}

const rollingSuites = ['stable', 'oldstable', 'testing', 'unstable', 'sid']

/**
 * The mirror from which this machine takes Debian itself, not a vendor's own repository nor the security archive.
 * @param {readonly AptSource[]} sources
 * @param {string} codename such as `trixie`; '' when unknown
 * @returns {{ uri: string, signedBy: string | null } | null}
 */
export function debianMirror(sources, codename) {
  const releases = new Set([codename, ...rollingSuites])
  for (const { uris, suites, components, signedBy } of sources) {
    const uri = uris.find((each) => !each.startsWith('cdrom:'))
    const isDebian = components.includes('main') && suites.some((suite) => releases.has(suite))
    if (isDebian && uri !== undefined) return { uri, signedBy }
  }
  return null
}
