import { unknownBefore, useHistory } from '../../api/use-history.ts'
import { type AnswerTile, AnswerTiles } from '../../pieces/answer-tiles.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { Tiles } from '../../pieces/grid.tsx'
import { ProblemNote } from '../../pieces/panel.tsx'
import { Select } from '../../pieces/select.tsx'
import css from './deployments-page.module.css'
import { type Dora, doraMetrics, doraReasons } from './dora-metrics.ts'
import { doraSources, useDora, useDoraSource } from './use-dora.ts'

/** What a number is made of, or why it is unknown. */
const tiles: readonly AnswerTile<Dora>[] = doraMetrics.map(({ key, noteOf, ...metric }) => ({
  ...metric,
  note: (metrics) => {
    const { reason } = metrics[key]
    return reason === null ? noteOf(metrics) : doraReasons[reason]
  },
}))

/** The five metrics beside those of the time before; what is unknown says why. */
export function DoraTiles() {
  const { request, query } = useDora()
  const [source, choose] = useDoraSource()
  const { data, error, refetch } = query
  const history = useHistory(request.query?.repository)
  const unknown = data?.previous ? unknownBefore(data.previous.since, history) : undefined
  const explain = (label: string) => <Explain label={label} name="getDora" request={request} />
  return (
    <div className={css.dora}>
      <p className={css.source}>
        A deployment is
        <Select label="A deployment is" value={source} choices={doraSources} onChange={choose} />
      </p>
      {error !== null && data === undefined ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : (
        <Tiles label="DORA" most={5}>
          <AnswerTiles
            tiles={tiles}
            now={data?.metrics}
            before={data?.previous?.metrics}
            unknown={unknown}
            explain={explain}
          />
        </Tiles>
      )}
    </div>
  )
}
