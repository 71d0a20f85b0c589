export type Row = Readonly<Record<string, unknown>>
export type RowsByTable = Readonly<Record<string, readonly Row[]>>
