/** The heads of the trails, for a recipient outside of the database: the reader's language is not known, so the mail uses all three. */
import type { LocalDate } from '../calendar.ts'
import type { NoticeText } from './notice.ts'

export interface ToldTrail {
  company: string
  links: number
  head: string
  broken: { kind: string; key: string; fault: string } | null
}

const words = [
  'Bewaar deze mail. Met "tentakel trail check --company NAAM --head HEAD" ziet u later of er sindsdien iets in het spoor is gewijzigd of weggelaten.',
  'Conservez ce courriel. « tentakel trail check --company NOM --head HEAD » montre plus tard si la piste a été modifiée ou tronquée depuis.',
  'Keep this mail. "tentakel trail check --company NAME --head HEAD" shows later whether the trail was changed or cut off since.',
]
const brokenWords = 'GEWIJZIGD / MODIFIÉ / CHANGED'

export function trailMail(trails: ToldTrail[], day: LocalDate): NoticeText {
  const isBroken = trails.some(({ broken }) => broken !== null)
  const lines = trails.map(({ company, links, head, broken }) =>
    [
      company.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim(),
      `  ${links}  ${head === '' ? '-' : head}`,
      ...(broken === null ? [] : [`  ${brokenWords}: ${broken.kind} ${broken.key} (${broken.fault})`]),
    ].join('\n'),
  )
  return {
    subject: `Tentakel: spoor / piste / trail ${day}${isBroken ? ` - ${brokenWords}` : ''}`,
    body: `${words.join('\n\n')}\n\n${lines.join('\n')}\n`,
  }
}
