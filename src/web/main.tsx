import '@mantine/core/styles.css'
import '@fontsource-variable/instrument-sans/wght.css'
import './theme/tokens.css'
import './style.css'
import './parts/parts.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { queries } from './api.tsx'
import { App } from './app.tsx'
import { SpeechProvider } from './language.tsx'
import { beginPage } from './routes.tsx'
import { theme } from './theme/theme.ts'

beginPage(location.pathname)

const mark = document.querySelector<HTMLMetaElement>('meta[name=style-mark]')?.content ?? ''
// The lock of scrolling behind a dialog writes a style sheet; it looks for the mark under this name.
Object.assign(globalThis, { __webpack_nonce__: mark })

createRoot(document.getElementById('root') as HTMLElement).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => mark}>
    <SpeechProvider>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </SpeechProvider>
  </MantineProvider>,
)
