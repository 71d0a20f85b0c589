// node examples/month-report.mjs 2026-03: what happened in a month, by repository, as a Markdown table. Needs OCTO_URL and
// OCTO_API_KEY (an admin's), and nothing else.
const { OCTO_URL = 'http://127.0.0.1:8080', OCTO_API_KEY = '' } = process.env
const [month = ''] = process.argv.slice(2)
if (!/^\d{4}-\d\d$/.test(month)) throw new Error('say which month, such as 2026-03')

// Rows converge by max, so: the greatest value of each key first, then sums. The month is bound by ClickHouse, never pasted.
const query = `
  WITH names AS (SELECT repository_id, max(latest).full_name AS name FROM repository_names GROUP BY repository_id)
  SELECT name, sumIf(value, counter = 'commits') AS commits, sumIf(value, counter = 'pulls_merged') AS merged,
    sumIf(value, counter = 'issues_opened') AS opened, sumIf(value, counter = 'issues_closed') AS closed
  FROM (
    SELECT counter, repository_id, max(value) AS value FROM counter_months
    WHERE month = {month:Date} GROUP BY counter, repository_id) AS months
  JOIN names USING (repository_id)
  GROUP BY name ORDER BY commits DESC, name`

const answer = await fetch(`${OCTO_URL}/api/v1/sql`, {
  method: 'POST',
  headers: { 'x-api-key': OCTO_API_KEY, 'content-type': 'application/json' },
  body: JSON.stringify({ query, parameters: { month: `${month}-01` } }),
})
if (!answer.ok) throw new Error(`the gateway answered ${answer.status}: ${await answer.text()}`)
const { data, freshness } = await answer.json()

console.log(`# ${month}\n`)
console.log('| repository | commits | merged | issues opened | closed |')
console.log('| --- | --: | --: | --: | --: |')
for (const { name, commits, merged, opened, closed } of data) {
  console.log(`| ${name} | ${commits} | ${merged} | ${opened} | ${closed} |`)
}
console.log(`\nAs of ${freshness.as_of}.`)
