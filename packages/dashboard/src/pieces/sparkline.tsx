import css from './sparkline.module.css'

const WIDTH = 100
const HEIGHT = 28

/** A line without axes, of the way that a number took. Nulls are gaps. It is drawn for the eye alone. */
export function Sparkline({ values }: { readonly values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return null
  const most = Math.max(...known, 1)
  const x = (index: number) => (index / (values.length - 1)) * WIDTH
  const y = (value: number) => HEIGHT - 2 - (value / most) * (HEIGHT - 4)
  const line = values
    .map((value, index) => {
      if (value === null) return ''
      const begins = index === 0 || values[index - 1] === null
      return `${begins ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`
    })
    .join('')
  const isWhole = known.length === values.length
  return (
    <svg
      className={css.spark}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {isWhole && <path className={css.area} d={`${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} />}
      <path className={css.line} d={line} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
