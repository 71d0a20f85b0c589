import { generateLoad } from './generate-load.ts'
import type { LoadOrder } from './load-report.ts'

// Started by the benchmark, which is the only one that gives it its order.
const order: LoadOrder = JSON.parse(process.argv[2] ?? '{}')
process.stdout.write(`${JSON.stringify(await generateLoad(order))}\n`)
