import { expect, test } from 'vitest'
import { debianMirror, parseDeb822Sources, parseOneLineSources } from './apt-sources.mjs'

const deb822 = `Types: deb
# a remark
URIs: http://mirror.example/debian
Suites: trixie trixie-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: trixie-security
Components: main
`

const archive = {
  uris: ['http://mirror.example/debian'],
  suites: ['trixie', 'trixie-updates'],
  components: ['main'],
  signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg',
}

test('reads the stanzas of a .sources file', () => {
  const [first, second, ...rest] = parseDeb822Sources(deb822)
  expect(first).toEqual(archive)
  expect(second?.suites).toEqual(['trixie-security'])
  expect(second?.signedBy).toBeNull()
  expect(rest).toEqual([])
})

test('passes by stanzas that are disabled or hold no packages, and keys that are written out', () => {
  expect(parseDeb822Sources(`Enabled: no\n${deb822}`)).toHaveLength(1)
  expect(parseDeb822Sources('Types: deb-src\nURIs: http://mirror.example/debian\nSuites: sid\n')).toEqual([])
  const inline =
    'Types: deb\nURIs: http://m.example/\nSuites: sid\nComponents:\n main\nSigned-By:\n -----BEGIN\n .\n abc\n'
  expect(parseDeb822Sources(inline)).toEqual([
    { uris: ['http://m.example/'], suites: ['sid'], components: ['main'], signedBy: null },
  ])
})

test('reads the lines of a sources.list', () => {
  const lines = [
    '# deb http://commented.example/debian trixie main',
    'deb http://mirror.example/debian trixie main contrib # a remark',
    'deb-src http://mirror.example/debian trixie main',
    'deb [arch=amd64 signed-by=/keys/a.gpg] https://other.example/debian trixie-updates main',
  ]
  expect(parseOneLineSources(lines.join('\n'))).toEqual([
    {
      uris: ['http://mirror.example/debian'],
      suites: ['trixie'],
      components: ['main', 'contrib'],
      signedBy: null,
    },
    {
      uris: ['https://other.example/debian'],
      suites: ['trixie-updates'],
      components: ['main'],
      signedBy: '/keys/a.gpg',
    },
  ])
})

test("picks Debian's own mirror among the repositories of vendors", () => {
  const vendor = {
    uris: ['https://vendor.example/apt'],
    suites: ['tools-trixie'],
    components: ['main'],
    signedBy: null,
  }
  const security = {
    ...archive,
    uris: ['http://mirror.example/debian-security'],
    suites: ['trixie-security'],
  }
  expect(debianMirror([vendor, security, archive], 'trixie')).toEqual({
    uri: 'http://mirror.example/debian',
    signedBy: archive.signedBy,
  })
  expect(debianMirror([{ ...archive, suites: ['stable'] }], '')?.uri).toBe('http://mirror.example/debian')
  expect(debianMirror([vendor, security], 'trixie')).toBeNull()
  expect(debianMirror([{ ...archive, uris: ['cdrom:[Debian 13]/'] }], 'trixie')).toBeNull()
})
