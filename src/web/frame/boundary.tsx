import { Alert, Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useSpeech } from '../language.tsx'

function Broken({ onAgain }: { onAgain: () => void }) {
  const { say } = useSpeech()
  return (
    <Alert color="red" role="alert" title={say('somethingWrong')}>
      <Button onClick={onAgain}>{say('tryAgain')}</Button>
    </Alert>
  )
}

/** A page that fails takes down itself only. */
export class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    return this.state.failed ? <Broken onAgain={() => this.setState({ failed: false })} /> : this.props.children
  }
}
