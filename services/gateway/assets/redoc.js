window.Redoc.init(
  '/openapi.json',
  {
    expandResponses: '200,202',
    hideDownloadButton: false,
    pathInMiddlePanel: true,
    theme: {
      typography: {
        fontFamily: 'system-ui, sans-serif',
        headings: { fontFamily: 'system-ui, sans-serif' },
        code: { fontFamily: 'ui-monospace, monospace' },
      },
    },
  },
  document.getElementById('redoc'),
)
