import { useEffect, useState } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'octometer.theme'

/** The theme, and how it is changed; `public/theme.js` applies what is kept before the first paint. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(readTheme)
  useEffect(() => {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset.theme
    else dataset.theme = theme
    try {
      localStorage.setItem(KEY, theme)
    } catch {
      // Storage that is switched off: the theme lasts as long as the page.
    }
  }, [theme])
  return [theme, setTheme]
}

function readTheme(): Theme {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}
