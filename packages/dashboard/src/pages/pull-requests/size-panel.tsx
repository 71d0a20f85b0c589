import { useRef } from 'react'
import { IconButton } from '../../pieces/button.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { Histogram } from '../../pieces/histogram.tsx'
import { Answered, Panel } from '../../pieces/panel.tsx'
import { savePng } from '../../pieces/save-png.ts'
import type { MetricsProps } from './pull-tiles.tsx'

const sizes = ['XS', 'S', 'M', 'L', 'XL', 'XXL'] as const

/** How large what was opened is. */
export function SizePanel({ metrics, request }: MetricsProps) {
  const chart = useRef<HTMLDivElement>(null)
  return (
    <Panel
      title="Opened by size"
      note="Changed lines: XS < 10, S < 30, M < 100, L < 500, XL < 1000"
      actions={
        <>
          <Explain label="Pull requests by size" name="getPullRequestMetrics" request={request} />
          <IconButton
            icon="download"
            label="PNG of the chart"
            onClick={() => void savePng(chart.current, 'pull-requests-by-size')}
          />
        </>
      }
    >
      <Answered query={metrics} height={10}>
        {({ numbers: { by_size } }) => (
          <div ref={chart}>
            <Histogram
              label="Pull requests opened, by size"
              bins={sizes.map((size) => ({ label: size, value: by_size[size].opened ?? 0 }))}
            />
          </div>
        )}
      </Answered>
    </Panel>
  )
}
