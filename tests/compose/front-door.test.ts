import { readFileSync } from 'node:fs'
import { ingressPaths } from '@octometer/ingress'
import { expect, test } from 'vitest'

const caddyfile = readFileSync(new URL('../../deploy/caddy/Caddyfile', import.meta.url), 'utf8')

/** The exact paths of the Caddyfile's matchers that lead to ingress. */
function receivedPaths(): string[] {
  const always = /@received path (.+)/.exec(caddyfile)?.[1]?.split(' ') ?? []
  const posted = /@posted \{\s*method POST\s*path (\S+)\s*\}/.exec(caddyfile)?.[1]
  return [...always, ...(posted === undefined ? [] : [posted])]
}

test('the front door sends to ingress the paths that ingress serves, and all else to the gateway', () => {
  expect(receivedPaths().sort()).toEqual([...ingressPaths].sort())
  expect(receivedPaths().filter((path) => path.includes('*'))).toEqual([])
  const upstreams = [...caddyfile.matchAll(/handle (@\w+)? ?\{\s*reverse_proxy \{\$OCTO_(\w+):/g)]
  expect(upstreams.map(([, matcher = 'the rest', upstream]) => [matcher, upstream])).toEqual([
    ['@received', 'INGRESS'],
    ['@posted', 'INGRESS'],
    ['the rest', 'GATEWAY'],
  ])
})

test('of a path that both serve, only POST is for ingress: GET /metrics is of Prometheus', () => {
  expect(/@received path .*/.exec(caddyfile)?.[0]).not.toContain(' /metrics')
})
