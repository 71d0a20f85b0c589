// Before the first paint, so that nothing flashes in the other theme.
try {
  const theme = localStorage.getItem('octometer.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage that is switched off: the system's theme it is.
}
