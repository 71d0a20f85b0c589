export interface AppendEntry {
  readonly subject: string
  /** The delivery's GUID, the command's id or the call's id. */
  readonly messageId: string
  /** What the log's window recognises it by, where one id may come with several messages; else the id. */
  readonly recognisedBy?: string
  readonly headers: Readonly<Record<string, string>>
  /** As received; it is stored compressed. */
  readonly body: Uint8Array
}

/** Given only for what the stream has acknowledged. */
export interface AppendReceipt {
  readonly stream: string
  readonly sequence: number
  /** The log's own window knew the message id: nothing was stored again, and `sequence` is the first one's. */
  readonly duplicate: boolean
}
