interface Sent {
  readonly guid: string
  readonly event: string
  readonly payload: object
}

/** A command that sends the payload to ingress again, under its GUID, signed with the secret of the environment. */
export function asCurl({ guid, event, payload }: Sent, origin: string): string {
  const body = JSON.stringify(payload)
  return `# SECRET is the webhook's secret
BODY=${quoted(body)}
SIGNATURE=$(printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1)
printf %s "$BODY" | curl -sS ${quoted(`${origin}/webhooks/github`)} --data-binary @- \\
  -H 'content-type: application/json' \\
  -H ${quoted(`x-github-event: ${event}`)} \\
  -H ${quoted(`x-github-delivery: ${guid}`)} \\
  -H "x-hub-signature-256: sha256=$SIGNATURE"
`
}

/** For a POSIX shell: nothing in it means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
