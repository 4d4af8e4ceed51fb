/** `?`: what each key does, and whether single letters do anything: with a screen reader or by voice they may get in the way. */
import { CloseButton, Group, Modal, Switch, Table, Title } from '@mantine/core'
import { useState } from 'react'
import { useSpeech, type Word } from '../language.tsx'
import { keysAreOn, switchKeys } from '../orders/keys.ts'

const rows: [keys: string[], does: Word][] = [
  [['Ctrl K', '⌘K'], 'palette'],
  [['G O'], 'overview'],
  [['G T'], 'problems'],
  [['G B'], 'report'],
  [['G A'], 'settlements'],
  [['J', 'K'], 'key_move'],
  [['Enter'], 'key_open'],
  [['X'], 'key_choose'],
  [['V'], 'key_retry'],
  [['Esc'], 'key_close'],
  [['?'], 'keysHelp'],
]

export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { say } = useSpeech()
  const [isOn, setOn] = useState(keysAreOn)
  return (
    <Modal.Root opened onClose={onClose}>
      <Modal.Overlay />
      <Modal.Content aria-label={say('keysHelp')}>
        <Modal.Body pt="md">
          {/* The header of a modal would be a second banner of the page. */}
          <Group justify="space-between" mb="sm">
            <Title order={2} size="h4">
              {say('keysHelp')}
            </Title>
            <CloseButton aria-label={say('close')} onClick={onClose} />
          </Group>
          <Switch
            label={say('keysLetters')}
            checked={isOn}
            onChange={({ currentTarget: { checked } }) => {
              switchKeys(checked)
              setOn(checked)
            }}
            mb="sm"
          />
          <Table>
            <Table.Tbody>
              {rows.map(([keys, does]) => (
                <Table.Tr key={does}>
                  <Table.Td>
                    {keys.map((key) => (
                      <kbd key={key} className="key">
                        {key}
                      </kbd>
                    ))}
                  </Table.Td>
                  <Table.Td>{say(does)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
