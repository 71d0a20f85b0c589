import { BlockList, isIP } from 'node:net'

export interface AddressRanges {
  readonly size: number
  includes(address: string): boolean
}

/** A published list as ranges, and those of its entries that are none. */
export interface ParsedRanges {
  readonly ranges: AddressRanges
  readonly invalid: readonly string[]
}

// A list that lets everybody in is a mistake of its publisher, or an attack.
const WIDEST = { ipv4: 8, ipv6: 16 } as const

/** Compiles CIDR ranges; an address without a prefix is a range of one. */
export function parseRanges(texts: readonly string[]): ParsedRanges {
  const list = new BlockList()
  const invalid: string[] = []
  let size = 0
  for (const text of texts) {
    const range = parseRange(text)
    if (range === null) {
      invalid.push(text)
      continue
    }
    list.addSubnet(range.address, range.bits, range.family)
    size += 1
  }
  const includes = (address: string) => {
    const family = familyOf(address)
    return family !== null && list.check(address, family)
  }
  return { ranges: { size, includes }, invalid }
}

function parseRange(text: string): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const [, address = '', prefix] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text.trim()) ?? []
  const family = familyOf(address)
  if (family === null) return null
  const longest = family === 'ipv4' ? 32 : 128
  const bits = prefix === undefined ? longest : Number(prefix)
  return bits >= WIDEST[family] && bits <= longest ? { address, bits, family } : null
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : null
}
