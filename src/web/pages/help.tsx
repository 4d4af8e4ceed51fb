import { Accordion, Stack, Text, Title } from '@mantine/core'
import { answers } from '../faq.ts'
import { useSpeech } from '../language.tsx'

/** What sellers ask. The same texts stand in `docs/seller/faq`. */
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
    </Stack>
  )
}
