/**
 * Mails every owner of a company when a user gets access to it, whoever gave it. A stranger at an open session thus leaves a trace outside.
 */
import { ownMail, type OwnMailKind } from '../../domain/tell/own-mail.ts'
import { ownersMail, type OwnersMailKind } from '../../domain/tell/owners-mail.ts'
import { pageLink } from '../../domain/tell/page-link.ts'
import { hour } from '../../domain/delays.ts'
import type { Language } from '../../domain/language.ts'
import type { Ports } from '../run/ports.ts'
import { writeMail } from '../tell/write-mail.ts'

/** Grants of one company in an hour. Beyond them none is made, because none may be made without its mail. */
const toldMax = 20

const pages: Partial<Record<OwnersMailKind, string>> = {
  connectionAdded: '/settings',
  connectionMoved: '/settings',
  webhookSet: '/notices',
  webhookRests: '/notices',
  leftBehind: '/notices',
}

/**
 * Wraps a change that takes an owner's access away. Tokens and webhooks that the owner made for the company rest from then on, and the
 * other owners are told where there are any. Access is taken away even if the mail fails.
 */
export async function tellingLeftBehind<T>(
  ports: Ports,
  { accountId, tenantIds }: { accountId: string; tenantIds: string[] },
  { take, isTaken }: { take: () => Promise<T>; isTaken: (answer: T) => boolean },
): Promise<T> {
  const leaves: string[] = []
  for (const tenantId of tenantIds) {
    const hasWebhook = await ports.store.forTenant(tenantId).transaction((tx) => tx.webhook.isOf(accountId))
    if (hasWebhook || (await ports.store.directory.apiTokens.hasOf(tenantId, accountId))) leaves.push(tenantId)
  }
  const answer = await take()
  if (isTaken(answer)) for (const tenantId of leaves) await tellOwners(ports, tenantId, 'leftBehind')
  return answer
}

/** Tells the owners before the change is made. @returns false: too many mails; then the change must not be made */
export async function tellOwners(ports: Ports, tenantId: string, kind: OwnersMailKind): Promise<boolean> {
  const { accounts } = ports.store.directory
  const limit = { limit: toldMax, windowMs: hour }
  if ((await accounts.count(`told:${tenantId}`, limit, await ports.clock.now())).kind !== 'granted') return false
  const language = await languageOf(ports, tenantId)
  const url = pageLink(ports.publicUrl ?? '', tenantId, pages[kind] ?? '/members') ?? ''
  const text = ownersMail(kind, language, { url })
  const key = ports.random.id()
  for (const { email, role } of await accounts.reached(tenantId))
    if (role === 'owner')
      await writeMail(ports, { kind: 'account', key: `owners:${key}:${email}`, to: email, language, text })
  return true
}

/** Mails a user about a change of what the user signs in with, in the language of the user's first company. */
export async function tellAccount(
  ports: Ports,
  { accountId, email }: { accountId: string; email: string },
  kind: OwnMailKind,
): Promise<void> {
  const { accounts } = ports.store.directory
  const limit = { limit: toldMax, windowMs: hour }
  if ((await accounts.count(`toldOwn:${accountId}`, limit, await ports.clock.now())).kind !== 'granted') return
  const [first] = await accounts.memberships(accountId)
  const language = first === undefined ? 'nl' : await languageOf(ports, first.tenantId)
  const text = ownMail(kind, language, pageLink(ports.publicUrl, null, '/account'))
  await writeMail(ports, { kind: 'account', key: `own:${ports.random.id()}`, to: email, language, text })
}

/** That its alarms are written in. */
async function languageOf(ports: Ports, tenantId: string): Promise<Language> {
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    const first = (await tx.connections.list()).find(({ state }) => state !== 'removed')
    return first === undefined ? 'nl' : (await tx.alarms.setting(first.connectionId)).language
  })
}
