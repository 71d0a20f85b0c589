import { withFileValues } from '@octometer/config'
import { runService } from '@octometer/service-kit'
import { startStandalone } from './standalone.ts'
import { welcome } from './welcome.ts'

await runService({
  name: 'octometer',
  start: async () => {
    const standalone = await startStandalone(withFileValues(process.env), '.octometer/data')
    process.stdout.write(welcome(standalone))
    return standalone
  },
})
