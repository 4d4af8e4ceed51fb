/** The matches of a settlement in the ledger, line by line, and the reason where something is not matched. */
import { Group, Text, Title } from '@mantine/core'
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import { matchingTexts, matchingWords } from '../../domain/why/matching-words.ts'
import { useSpeech } from '../language.tsx'
import { StateMark } from '../parts/state-mark.tsx'

export function Matching({ found: { matching } }: { found: ShownCheck }) {
  const { language } = useSpeech()
  if (matching.length === 0) return null
  const texts = matchingTexts(matching, language)
  return (
    <section>
      <Title order={2} size="h3" mb={4}>
        {matchingWords[language].title}
      </Title>
      {matching.map(({ journal, number, line, left }, index) => (
        <Group key={`${journal}${number}${line}`} gap="xs" wrap="nowrap" align="start">
          <StateMark state={left === null ? 'booked' : 'waiting'} size={16} />
          <Text size="sm" className={left === null ? undefined : 'quiet'}>
            {texts[index]}
          </Text>
        </Group>
      ))}
    </section>
  )
}
