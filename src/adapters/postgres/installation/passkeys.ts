/** Passkeys, and what they are to sign. Tables of the installation: no row of a company's books in them. */
import { sql, type RawBuilder } from 'kysely'
import type { Passkey, Passkeys } from '../../../ports/people/passkeys.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

const columns =
  sql.raw(`passkey_id as "passkeyId", account_id as "accountId", credential_id as "credentialId", public_key as "publicKey",
  counter, transports, may_sync as "maySync", synced, name, made_at as "madeAt", last_used_at as "lastUsedAt"`)

type Row = Omit<Passkey, 'transports'> & { transports: string }

export function passkeysOf(session: Session): Passkeys {
  const found = async (which: RawBuilder<unknown>): Promise<Passkey[]> => {
    const rows = await session.rows(sql<Row>`select ${columns} from passkey where ${which} order by made_at limit 100`)
    return rows.map((row) => ({
      ...row,
      transports: row.transports === '' ? [] : row.transports.split(','),
    }))
  }
  return {
    ofAccount: (accountId) => found(sql`account_id = ${accountId}`),
    byCredential: async (credentialId) => (await found(sql`credential_id = ${credentialId}`))[0] ?? null,
    async add(key, sessionId) {
      // The session's end waits for this row, or this row finds no session: none is left behind by a change of password meanwhile.
      const written =
        await session.run(sql`with own as (select session_id from web_session where session_id = ${sessionId}
          and account_id = ${key.accountId} for share)
        insert into passkey (passkey_id, account_id, credential_id, public_key, counter, transports, may_sync, synced, name, made_at)
        select ${key.passkeyId}::uuid, ${key.accountId}::uuid, ${key.credentialId}, ${key.publicKey}, ${key.counter}::bigint,
          ${key.transports.join(',')}, ${key.maySync}::boolean, ${key.synced}::boolean, ${key.name}, ${at(key.madeAt)}::timestamptz
        from own on conflict do nothing`)
      return written === 1
    },
    async used(passkeyId, { counter, synced, at: when }) {
      const written =
        await session.run(sql`update passkey set counter = ${counter}, synced = ${synced}, last_used_at = ${at(when)}
        where passkey_id = ${passkeyId} and (counter < ${counter} or (counter = 0 and ${counter}::bigint = 0))`)
      return written === 1
    },
    async rename(accountId, passkeyId, name) {
      const written = await session.run(
        sql`update passkey set name = ${name} where account_id = ${accountId} and passkey_id::text = ${passkeyId}`,
      )
      return written === 1
    },
    async remove(accountId, passkeyId) {
      const [answer] = await session.rows(sql<{ gone: boolean }>`with gone as (
          delete from passkey where account_id = ${accountId} and passkey_id::text = ${passkeyId} returning passkey_id),
        codes as (update second_proof s set recovery_hashes = '[]' from gone where s.account_id = ${accountId} and not s.confirmed
          and not exists (select from passkey p where p.account_id = s.account_id and p.passkey_id <> gone.passkey_id))
        select exists (select from gone) as gone`)
      return answer?.gone === true
    },
    async removeAll(accountId) {
      await session.run(sql`delete from passkey where account_id = ${accountId}`)
    },
    async keepChallenge({ holderHash, purpose, challenge, expiresAt }, now) {
      await session.run(sql`with old as (delete from passkey_challenge where expires_at <= ${at(now)} and holder_hash <> ${holderHash})
        insert into passkey_challenge (holder_hash, purpose, challenge, expires_at)
        values (${holderHash}, ${purpose}, ${challenge}, ${at(expiresAt)}) on conflict (holder_hash, purpose)
        do update set challenge = excluded.challenge, expires_at = excluded.expires_at`)
    },
    async takeChallenge(holderHash, purpose, now) {
      const [row] = await session.rows(sql<{ challenge: string; expiresAt: number }>`delete from passkey_challenge
        where holder_hash = ${holderHash} and purpose = ${purpose} returning challenge, expires_at as "expiresAt"`)
      return row === undefined || row.expiresAt <= now ? null : row.challenge
    },
  }
}
