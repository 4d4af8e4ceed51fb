/** Who acts in a dossier, as a state. */
import type { OfficeGroup } from '../../domain/office-filter.ts'
import type { State } from '../parts/state-mark.tsx'

export const groupMarks: Record<OfficeGroup, State> = {
  stopped: 'stopped',
  yours: 'blocked',
  ours: 'waiting',
  runs: 'note',
}
