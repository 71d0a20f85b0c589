/** The exception's text as the client's own statement would have caused it: without the files of the exchange folder. */
export function withoutExchange(message: string, exchange: string): string {
  const file = `${escapePattern(exchange)}/[\\w-]+`
  return message
    .replace(new RegExp(`\\n?: \\(in file/uri ${file}\\)(?:: While executing \\w+)*`, 'g'), '')
    .replace(/: data for INSERT was parsed from file/g, '')
    .replace(new RegExp(`\\s*INTO OUTFILE '${file}' APPEND(?: FORMAT \\w+ ?)?`, 'gi'), '')
    .replace(new RegExp(`\\s*FROM INFILE '${file}'`, 'gi'), '')
    .replace(new RegExp(file, 'g'), 'the body')
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
