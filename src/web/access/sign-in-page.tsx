import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { languageRow, languages } from '../../domain/language.ts'
import { useSpeech } from '../language.tsx'
import { Mark } from '../theme/icon.tsx'

/** The sign-in page of a visitor without a session: the form, and beside it the product's promises. */
export function SignInPage({ children }: { children: ReactNode }) {
  const { say, language, setLanguage } = useSpeech()
  return (
    <div className="in-page">
      <main className="in-form" id="content">
        <p className="in-name">
          <Mark size={28} />
          Tentakel
        </p>
        {children}
        <p className="in-languages">
          {languages.map((value) => (
            <UnstyledButton
              key={value}
              lang={value}
              aria-pressed={value === language}
              aria-label={`${value.toUpperCase()}, ${languageRow(value).name}`}
              onClick={() => setLanguage(value)}
            >
              {value.toUpperCase()}
            </UnstyledButton>
          ))}
        </p>
      </main>
      <aside className="in-promise" aria-label="Tentakel">
        <p>{say('promise')}</p>
      </aside>
    </div>
  )
}
