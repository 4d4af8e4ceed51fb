import { Button, Stack, Text, Title } from '@mantine/core'
import { Suspense } from 'react'
import { Link, Route, Routes } from 'react-router'
import { useSpeech } from '../language.tsx'
import { pages, useRestOfPages } from '../routes.tsx'
import { useSession } from '../session.tsx'
import { Waiting } from '../waiting.tsx'

export function Pages() {
  useRestOfPages()
  const { isElsewhere } = useSession()
  if (isElsewhere) return <NoSuchCompany />
  return (
    <Suspense fallback={<Waiting />}>
      <Routes>
        {pages.map(({ path, View }) => (
          <Route key={path} path={path} element={<View />} />
        ))}
        <Route path="*" element={<NoSuchPage />} />
      </Routes>
    </Suspense>
  )
}

function NoSuchPage() {
  const { say } = useSpeech()
  return (
    <Stack align="flex-start">
      <Title order={1}>{say('notFound')}</Title>
      <Text>{say('notFoundText')}</Text>
      <Button component={Link} to="/" variant="default">
        {say('toOverview')}
      </Button>
    </Stack>
  )
}

/** Never another company in the place of the one that was meant. */
function NoSuchCompany() {
  const { say } = useSpeech()
  return (
    <Stack align="flex-start">
      <Title order={1}>{say('noSuchCompany')}</Title>
      <Text>{say('noSuchCompanyText')}</Text>
      <Button component="a" href="/" variant="default">
        {say('toOverview')}
      </Button>
    </Stack>
  )
}
