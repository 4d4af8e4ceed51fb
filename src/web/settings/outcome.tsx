import { Alert } from '@mantine/core'
import type { SideLine } from '../../app/setup/try-sides.ts'
import { faultText, messageText } from '../../domain/message/message.ts'
import type { Fault } from '../api.tsx'
import { useSpeech } from '../language.tsx'

export function SideLines({ lines }: { lines: SideLine[] }) {
  const { language } = useSpeech()
  return (
    <ul>
      {lines.map((line) => (
        <li key={line.text}>
          {line.ok ? '✓' : '✗'} {line.side}: {messageText(line, language)}
        </li>
      ))}
    </ul>
  )
}

export function Faults({ faults }: { faults: Fault[] }) {
  const { say, language } = useSpeech()
  return (
    <Alert color="red" role="alert" title={say('faults')}>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.path}${fault.message}`}>
            <code>{fault.path}</code> {faultText(fault, language)}
          </li>
        ))}
      </ul>
    </Alert>
  )
}
