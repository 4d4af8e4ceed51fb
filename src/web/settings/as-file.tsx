import { Button, Card, FileButton, Group, Stack, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import { useSpeech } from '../language.tsx'
import { useDraft, type Draft } from './draft.tsx'
import { download } from './revisions.tsx'

/** The same settings as a file: written here, read from a file of this computer, or saved as one. It counts once it is saved. */
export function AsFile({ onTake }: { onTake: (file: Draft) => void }) {
  const { say } = useSpeech()
  const { draft } = useDraft()
  const [typed, setTyped] = useState<string | null>(null)
  const [isBroken, setBroken] = useState(false)
  const take = (text: string): void => {
    setTyped(text)
    try {
      const file: unknown = JSON.parse(text)
      const isObject = typeof file === 'object' && file !== null && !Array.isArray(file)
      setBroken(!isObject)
      if (isObject) onTake(file as Draft)
    } catch {
      setBroken(true)
    }
  }
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {say('asFile')}
        </Title>
        <Textarea
          label={say('settings')}
          description={say('asFileText')}
          value={typed ?? JSON.stringify(draft, null, 2)}
          onChange={(event) => take(event.currentTarget.value)}
          onBlur={() => !isBroken && setTyped(null)}
          error={isBroken ? say('notJson') : undefined}
          rows={18}
          ff="monospace"
          spellCheck={false}
        />
        <Group>
          <Button variant="default" onClick={() => download(draft)}>
            {say('download')}
          </Button>
          <FileButton accept="application/json,.json" onChange={(file) => void file?.text().then(take)}>
            {(props) => (
              <Button variant="default" {...props}>
                {say('setReadFile')}
              </Button>
            )}
          </FileButton>
        </Group>
      </Stack>
    </Card>
  )
}
