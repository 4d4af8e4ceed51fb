import { Accordion, Anchor, Group, List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { call } from '../api.tsx'
import { Conversation } from '../conversation.tsx'
import { answers } from '../faq.ts'
import { useSpeech } from '../language.tsx'
import { manualNames } from '../manuals/manuals.ts'
import { ReportProblem } from '../report-problem.tsx'
import { useSession } from '../session.tsx'
import { Answered } from '../waiting.tsx'

/** Sellers' questions, and the manuals. The same texts are in `docs`. */
export function Help() {
  const { say, language } = useSpeech()
  return (
    <Stack>
      <Title order={1}>{say('help')}</Title>
      <Title order={2} size="h4">
        {say('helpTitle')}
      </Title>
      <Accordion variant="contained" multiple>
        {answers[language].map(([question, answer]) => (
          <Accordion.Item key={question} value={question}>
            <Accordion.Control>{question}</Accordion.Control>
            <Accordion.Panel>
              <Text>{answer}</Text>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <Anchor component={Link} to="/explanations" underline="always">
        {say('explanations')}
      </Anchor>
      <Title order={2} size="h4">
        {say('manuals')}
      </Title>
      <List spacing="xs">
        {manualNames.map((name) => (
          <List.Item key={name}>
            <Anchor component={Link} to={`/manuals/${name}`} underline="always">
              {say(`manual_${name}`)}
            </Anchor>
          </List.Item>
        ))}
      </List>
      <Reports />
    </Stack>
  )
}

function Reports() {
  const { say } = useSpeech()
  const session = useSession()
  const requests = useQuery({
    queryKey: ['support', session.company],
    queryFn: () => call('GET', session.at('/support')),
    enabled: session.company !== null,
  })
  if (session.company === null) return null
  return (
    <>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {say('reports')}
        </Title>
        <ReportProblem about={{}} />
      </Group>
      <Answered of={requests}>
        {(list) =>
          list.map((request) => (
            <Conversation
              key={request.requestId}
              request={request}
              answerAt={session.at(`/support/${request.requestId}/answer`)}
            />
          ))
        }
      </Answered>
    </>
  )
}
