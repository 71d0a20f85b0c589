import type { ReactNode } from 'react'

/** Line icons of one hand, 16 units wide. They say nothing that a text beside them does not say. */
const shapes = {
  overview: 'M2 9h4v5H2zM10 2h4v12h-4zM6 5h4v9H6z',
  pulls:
    'M4 5.5v5M4 5.5a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM4 14a1.75 1.75 0 1 0 0-3.5A1.75 1.75 0 0 0 4 14zM12 14a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM12 10.5V6a2 2 0 0 0-2-2H8m1.5-2L7.5 4l2 2',
  people:
    'M6 7.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM1.5 14c.3-2.6 2.1-4 4.5-4s4.2 1.4 4.5 4M11 2.3a2.6 2.6 0 0 1 0 5M12 10.2c1.5.5 2.3 1.8 2.5 3.8',
  team: 'M8 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM3 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM13 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 6l-3 4.2M9 6l3 4.2M5 12h6',
  checks: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM5.2 8.2l2 2 3.8-4',
  rocket:
    'M9.5 10.5L5.5 6.500C7 3.500 9.500 2 14 2c0 4.500-1.500 7-4.500 8.500zM5.500 6.500L2.500 7l2 2M9.500 10.500L9 13.500l-2-2M4 12l-2 2',
  issue:
    'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 9.200a1.200 1.200 0 1 0 0-2.400 1.200 1.200 0 0 0 0 2.400z',
  repository:
    'M3 13.500V3a1.500 1.500 0 0 1 1.500-1.500H13v13H4.200M3 12.800A1.500 1.500 0 0 1 4.500 11.500H13M6 4.500h4',
  project: 'M2 2.500h12v11H2zM2 6h12M6.500 6v7.500',
  alert:
    'M8 2a4 4 0 0 1 4 4c0 3.500 1.500 4.500 1.500 5.500h-11C2.500 10.500 4 9.500 4 6a4 4 0 0 1 4-4zM6.500 13.500a1.600 1.600 0 0 0 3 0',
  usage: 'M2 11a6 6 0 0 1 12 0M8 11l3-4M2 11h1.500M12.500 11H14',
  delivery: 'M2 4.500l6-2.500 6 2.500v7L8 14l-6-2.500zM2 4.500L8 7l6-2.500M8 7v7',
  intake: 'M8 1.500v8M5 7l3 3 3-3M2 10v3.500h12V10',
  sync: 'M13.500 6A6 6 0 0 0 3 4.500L1.500 6M2.500 10A6 6 0 0 0 13 11.500l1.500-1.500M1.500 2.500V6H5M14.500 13.500V10H11',
  hook: 'M8 4.500a2 2 0 1 0-2.600 1.900L3.500 10M8 4.500l2.300 4M3.500 12.500a2 2 0 0 0 3-1.500h5M12 12.900a2 2 0 1 0-1.700-4.400',
  operations:
    'M2 4h7M12 4h2M2 8h2M7 8h7M2 12h6M11 12h3M10.500 5.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3zM5.500 9.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3zM9.500 13.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3z',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.700 10.700L14 14',
  close: 'M3.500 3.500l9 9M12.500 3.500l-9 9',
  menu: 'M2 4h12M2 8h12M2 12h12',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  check: 'M3 8.500l3.200 3L13 4.500',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  moon: 'M13.500 9.500A6 6 0 0 1 6.500 2.500a6 6 0 1 0 7 7z',
  screen: 'M1.500 2.500h13v8.500h-13zM5.500 14h5M8 11v3',
  help: 'M8 14.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM6.200 6.200a1.800 1.800 0 1 1 2.600 1.700c-.6.3-.8.7-.8 1.300M8 11.500v.1',
  download: 'M8 2v8M5 7.500l3 3 3-3M2.500 13.500h11',
  columns: 'M2 2.500h12v11H2zM6 2.500v11M10 2.500v11',
  copy: 'M5.500 5.500V2.500h8v8h-3M2.500 5.500h8v8h-8z',
  replay: 'M2.500 8a5.500 5.500 0 1 0 1.800-4.100L2.500 5.500M2.500 2v3.500H6',
  external: 'M6.500 3H3v10h10V9.500M9 2.500h4.500V7M13.500 2.500L7.500 8.500',
  signOut: 'M9.500 2.500H3v11h6.500M7 8h7M11.500 5.500L14 8l-2.500 2.500',
  keyboard: 'M1.500 4h13v8h-13zM4 6.500h.1M6.700 6.500h.1M9.300 6.500h.1M12 6.500h.1M5 9.500h6',
  calendar: 'M2.500 3.500h11v10h-11zM2.500 6.500h11M5.500 2v3M10.500 2v3',
  filter: 'M2 3.500h12M4.500 8h7M6.500 12.500h3',
} as const

export type IconName = keyof typeof shapes

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={shapes[name]} />
    </svg>
  )
}
