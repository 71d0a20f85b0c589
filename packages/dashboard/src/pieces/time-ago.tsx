import { useEffect, useState } from 'react'
import { formatAgo, formatTime } from '../format/times.ts'

/** How long ago a time is, kept true; the time itself as its tooltip. */
export function TimeAgo({ time }: { readonly time: string }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={time} title={formatTime(time)}>
      {formatAgo(time, now)}
    </time>
  )
}
