import { Explain } from '../../pieces/explain.tsx'
import { ProblemNote } from '../../pieces/panel.tsx'
import { StatTile } from '../../pieces/stat-tile.tsx'
import css from './deployments-page.module.css'
import { doraMetrics, doraReasons } from './dora-metrics.ts'
import { doraSources, useDora, useDoraSource } from './use-dora.ts'

/** The five metrics beside those of the time before; what is unknown says why. */
export function DoraTiles() {
  const { request, query } = useDora()
  const [source, choose] = useDoraSource()
  const { data, error } = query
  return (
    <section className={css.dora} aria-label="DORA">
      <label className={css.source}>
        A deployment is
        <select className={css.choice} value={source} onChange={(event) => choose(event.target.value)}>
          {Object.entries(doraSources).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {error !== null && data === undefined && <ProblemNote error={error} />}
      <div className={css.tiles}>
        {doraMetrics.map(({ key, label, better, read, format, noteOf }) => {
          const reason = data?.metrics[key].reason
          return (
            <StatTile
              key={key}
              label={label}
              better={better}
              value={data === undefined ? null : read(data.metrics)}
              before={data?.previous ? read(data.previous.metrics) : null}
              format={format}
              note={data === undefined ? '' : reason ? doraReasons[reason] : noteOf(data.metrics)}
              action={<Explain label={label} name="getDora" request={request} />}
            />
          )
        })}
      </div>
    </section>
  )
}
