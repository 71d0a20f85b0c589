import type { SendOrders } from './orders.ts'
import { parentChannel } from './parent-channel.ts'
import { sendShare } from './send-share.ts'

// Started by `startSenders` alone, which wrote this argument.
const orders: SendOrders = JSON.parse(process.argv[2] ?? 'null')
using channel = parentChannel()
await sendShare(orders, channel)
