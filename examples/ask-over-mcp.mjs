// node examples/ask-over-mcp.mjs get_counters '{"window":"all"}': asks as a model does, over the Model Context Protocol. Without
// arguments it lists the tools that the key may use. Needs OCTO_URL and OCTO_API_KEY, and no library: a message is a POST.
const { OCTO_URL = 'http://127.0.0.1:8080', OCTO_API_KEY = '' } = process.env
let id = 0

/** @param {string} method @param {object} params */
async function say(method, params) {
  id += 1
  const answer = await fetch(`${OCTO_URL}/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${OCTO_API_KEY}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
  })
  if (!answer.ok) throw new Error(`the gateway answered ${answer.status}: ${await answer.text()}`)
  const { result, error } = await answer.json()
  if (error !== undefined) throw new Error(`${method}: ${error.message}`)
  return result
}

const [tool, given = '{}'] = process.argv.slice(2)
if (tool === undefined) {
  const { tools } = await say('tools/list', {})
  for (const { name } of tools) console.log(name)
} else {
  const { content, isError } = await say('tools/call', { name: tool, arguments: JSON.parse(given) })
  for (const { text } of content) console.log(text)
  if (isError === true) process.exitCode = 1
}
