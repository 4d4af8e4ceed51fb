import { Anchor, Card, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { isProblemCode, problemCodes, problemText, type ProblemCode } from '../../domain/problem/problem.ts'
import { useSpeech } from '../language.tsx'

/** Lists every possible problem with its event, its meaning and its remedy: the texts of `docs/errors`. */
export function Explanations() {
  const { say, language } = useSpeech()
  const { code } = useParams()
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = problemCodes.filter((one) =>
    `${one} ${problemText(one, language).title}`.toLowerCase().includes(wanted),
  )
  const shown = code !== undefined && isProblemCode(code) ? [code] : found
  return (
    <Stack>
      <Title order={1}>{say('explanations')}</Title>
      {code === undefined ? (
        <TextInput
          label={say('search')}
          maw={360}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      ) : (
        <Anchor component={Link} to="/explanations" underline="always">
          {say('allExplanations')}
        </Anchor>
      )}
      {shown.map((one) => (
        <Explanation key={one} code={one} />
      ))}
    </Stack>
  )
}

function Explanation({ code }: { code: ProblemCode }) {
  const { say, language } = useSpeech()
  const text = problemText(code, language)
  return (
    <Card withBorder component="article">
      <Title order={2} size="h4">
        {text.title}
      </Title>
      <Text size="sm" className="quiet">
        <Anchor component={Link} to={`/explanations/${code}`} underline="always">
          {code}
        </Anchor>
      </Text>
      {(['what', 'meaning'] as const).map((part) => (
        <Text key={part} mt="xs">
          <strong>{say(part)}.</strong> {text[part]}
        </Text>
      ))}
      <Text mt="xs">
        <strong>{say('todo')}.</strong> {text.remedy}
      </Text>
    </Card>
  )
}
