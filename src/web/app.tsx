import { Center } from '@mantine/core'
import { Suspense } from 'react'
import { Frame } from './frame/frame.tsx'
import { signIn } from './frame/sign-in-later.ts'
import { SessionProvider } from './session.tsx'
import { Waiting } from './waiting.tsx'

export function App() {
  return (
    <SessionProvider>
      {(session) =>
        session === null ? (
          <Center mih="100vh">
            <Waiting />
          </Center>
        ) : session.signedIn ? (
          <Frame />
        ) : (
          <Suspense>
            <signIn.View again={false} onDone={() => undefined} />
          </Suspense>
        )
      }
    </SessionProvider>
  )
}
