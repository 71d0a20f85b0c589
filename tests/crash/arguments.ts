import { parseArgs } from 'node:util'

export interface MatrixArguments {
  readonly seed: number
  readonly kills: number
  readonly deliveries: number
}

/** Reads `--seed n`, `--kills n` and `--deliveries n`. Throws TypeError for anything else. */
export function readArguments(args: readonly string[]): MatrixArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      kills: { type: 'string', default: '20' },
      deliveries: { type: 'string', default: '10000' },
    },
  })
  return {
    seed: wholeNumber('--seed', values.seed),
    kills: wholeNumber('--kills', values.kills),
    deliveries: wholeNumber('--deliveries', values.deliveries),
  }
}

function wholeNumber(name: string, value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value))
    throw new TypeError(`${name} is ${value}: it must be a whole number from 1`)
  return Number(value)
}
