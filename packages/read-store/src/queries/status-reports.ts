// The newest report of a status is the greatest by time, then id. As one number it is found several times as quickly as by
// `max` of a tuple, which ClickHouse compares value by value.

/** The place of a report and what it says, 0 to 3, as a UInt128: of several the newest is their `max`. */
export function reportMark(said: string): string {
  return `(bitShiftLeft(toUInt128(toUnixTimestamp(created_at)), 66) + bitShiftLeft(toUInt128(status_id), 2) + toUInt128(${said}))`
}

/** When the report of a mark was made. */
export function reportTime(mark: string): string {
  return `toDateTime(toUInt32(bitShiftRight(${mark}, 66)), 'UTC')`
}

export function reportId(mark: string): string {
  return `toUInt64(bitAnd(bitShiftRight(${mark}, 2), toUInt128(18446744073709551615)))`
}

export function reportSaid(mark: string): string {
  return `toUInt8(${mark} % 4)`
}
