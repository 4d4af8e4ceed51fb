/** Short ways to say why there is nothing. */
import type { Instant } from '../../domain/calendar.ts'
import type { Refusal } from '../../ports/answer.ts'

type Later = Extract<Refusal, { kind: 'later' }>

export function later(cause: Later['cause'], detail: string, until: Instant | null = null): Later {
  return { kind: 'later', cause, until, detail }
}

/** @param what names fields, never their contents: the text is shown and logged */
export function unreadable(what: string): Later {
  return later('unreadable', `bol.com: ${what}`)
}

/** @param status null: its address does not exist, or its certificate is not trusted */
export function unsupported(status: number | null, detail: string): Refusal {
  return { kind: 'unsupported', status, detail }
}

export function badRequest(detail: string): Refusal {
  return { kind: 'badRequest', detail }
}
