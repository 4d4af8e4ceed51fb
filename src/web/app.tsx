import { Center } from '@mantine/core'
import { SignIn } from './access/sign-in.tsx'
import { Frame } from './frame/frame.tsx'
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
          <SignIn again={false} onDone={() => undefined} />
        )
      }
    </SessionProvider>
  )
}
