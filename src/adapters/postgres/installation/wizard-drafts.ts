/** The wizard's state, sealed as a whole: keys and passwords are in it. */
import { sql } from 'kysely'
import type { Secrets } from '../../../ports/secrets.ts'
import type { WizardDraft, WizardDrafts } from '../../../ports/tables/wizard-drafts.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

export function wizardDraftsOf(session: Session, tenantId: string, secrets: Secrets): WizardDrafts {
  const context = `${tenantId}|wizard_draft.state`
  return {
    async get() {
      type Row = Pick<WizardDraft, 'changedBy' | 'changedAt'> & { sealed: string }
      const [row] = await session.rows(sql<Row>`select state_sealed as sealed, changed_by as "changedBy",
        changed_at as "changedAt" from wizard_draft`)
      if (row === undefined) return null
      const { sealed, ...rest } = row
      const kept = JSON.parse(secrets.open(sealed, context)) as { state: unknown; secrets: Record<string, unknown> }
      // Drafts of earlier versions do not say what login a secret is of: it is typed again.
      const known = Object.entries(kept.secrets).filter(([, secret]) => typeof secret === 'object')
      return { state: kept.state, secrets: Object.fromEntries(known) as WizardDraft['secrets'], ...rest }
    },
    async save({ state, secrets: own, changedBy, changedAt }) {
      const sealed = secrets.seal(JSON.stringify({ state, secrets: own }), context)
      await session.run(sql`insert into wizard_draft (tenant_id, state_sealed, changed_by, changed_at)
        values (current_tenant(), ${sealed}, ${changedBy}, ${at(changedAt)})
        on conflict (tenant_id) do update set state_sealed = excluded.state_sealed, changed_by = excluded.changed_by,
          changed_at = excluded.changed_at`)
    },
    async remove() {
      await session.run(sql`delete from wizard_draft`)
    },
    async forget(before) {
      await session.run(sql`delete from wizard_draft where changed_at < ${at(before)}`)
    },
  }
}
