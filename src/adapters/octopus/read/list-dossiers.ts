import type { Dossier } from '../../../domain/ledger/ledger.ts'
import type { Answer } from '../../../ports/answer.ts'
import { answerOf } from '../outcomes.ts'
import type { Session } from '../session.ts'
import { dossierRows, readAs, textOrNull } from '../wire.ts'

/** The dossiers that the user may open. A row without a key is a disabled one and left out. */
export async function listDossiers(session: Session): Promise<Answer<Dossier[]>> {
  const sent = await session.userCall({ kind: 'read', route: 'GET /dossiers', path: '/dossiers' })
  const answer = answerOf('read', sent, (body) => readAs(dossierRows, body))
  if (answer.kind === 'notFound') return { kind: 'ok', value: [] }
  if (answer.kind !== 'ok') return answer
  const dossiers = answer.value.flatMap(({ dossierKey, dossierDescription, vatNr, country }) => {
    if (!dossierKey) return []
    const dossier: Dossier = {
      dossierId: dossierKey.id,
      name: dossierDescription,
      vatNumber: textOrNull(vatNr),
      country: textOrNull(country),
    }
    return [dossier]
  })
  return { kind: 'ok', value: dossiers }
}
