import type { RefObject } from 'react'
import type { Operation, Request } from '../api/operations.ts'
import { Explain } from './explain.tsx'
import { ExportMenu } from './export-menu.tsx'
import { savePng } from './save-png.ts'

interface ChartActionsProps<Name extends Operation> {
  /** What is drawn. */
  readonly label: string
  readonly name: Name
  readonly request: Request<Name>
  /** Around what is drawn. */
  readonly chart: RefObject<HTMLElement | null>
  /** Name of the picture, without its ending. */
  readonly file: string
}

/** Beside the title of a chart: what it means, and its numbers and its picture as files. */
export function ChartActions<Name extends Operation>(props: ChartActionsProps<Name>) {
  const { label, name, request, chart, file } = props
  return (
    <>
      <Explain label={label} name={name} request={request} />
      <ExportMenu name={name} request={request} onPng={() => void savePng(chart.current, file)} />
    </>
  )
}
