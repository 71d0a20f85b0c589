/** Content types as ClickHouse's output formats give them; what is not listed is plain text. */
const CONTENT_TYPES: readonly (readonly [formats: RegExp, type: string])[] = [
  [/^JSON.*EachRow|^JSONLines$|^NDJSON$/i, 'application/x-ndjson; charset=UTF-8'],
  [/^JSON/i, 'application/json; charset=UTF-8'],
  [/^CSV$/i, 'text/csv; charset=UTF-8; header=absent'],
  [/^CSVWithNames/i, 'text/csv; charset=UTF-8; header=present'],
  [/^(?:TSV|TabSeparated)/i, 'text/tab-separated-values; charset=UTF-8'],
  [/^XML$/i, 'application/xml; charset=UTF-8'],
  [/^Markdown$/i, 'text/markdown; charset=UTF-8'],
  [
    /^(?:Native|RowBinary|Parquet|Arrow|ORC|Avro|MsgPack|Protobuf|CapnProto|BSON|Npy|RawBLOB|Buffers)/i,
    'application/octet-stream',
  ],
]

export function contentType(format: string): string {
  return CONTENT_TYPES.find(([formats]) => formats.test(format))?.[1] ?? 'text/plain; charset=UTF-8'
}

/** A format's name goes into the statement as it is. */
export function isFormatName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name)
}
