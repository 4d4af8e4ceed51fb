import 'virtual:kit/foundation.css'
import '@fontsource-variable/instrument-sans/wght.css'
import './theme/tokens.css'
import './style.css'
import './parts/parts.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { queries } from './api.tsx'
import { App } from './app.tsx'
import { baseInAddress } from './frame/company-address.ts'
import { firstSpoken, SpeechProvider } from './language.tsx'
import { CompanyRouter } from './frame/router.tsx'
import { beginPage } from './routes.tsx'
import { theme } from './theme/theme.ts'

beginPage(location.pathname.slice(baseInAddress().length) || '/')

const mark = document.querySelector<HTMLMetaElement>('meta[name=style-mark]')?.content ?? ''
// The lock of scrolling behind a dialog writes a style sheet; it looks for the mark under this name.
Object.assign(globalThis, { __webpack_nonce__: mark })

async function begin(): Promise<void> {
  const spoken = await firstSpoken()
  createRoot(document.getElementById('root') as HTMLElement).render(
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => mark}>
      <SpeechProvider begin={spoken}>
        <QueryClientProvider client={queries}>
          <CompanyRouter>
            <App />
          </CompanyRouter>
        </QueryClientProvider>
      </SpeechProvider>
    </MantineProvider>,
  )
}

void begin()
