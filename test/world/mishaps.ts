/** What befalls the dossier: each is something that a bookkeeper does in Octopus without a thought for what is booked into it. */
import { firstOf, hand, journalsOf, periodOf, type Actors } from './actors.ts'
import type { Act } from './story.ts'

type Doing = Record<string, string | number | boolean>

/** Percent of the codes that the settings name. */
const percentOf: Readonly<Record<string, number>> = { '21': 21, NL21: 21, DE19: 19 }

export function befall(actors: Actors, act: Extract<Act, { act: 'mishap' }>): string | undefined {
  const { network } = actors
  const account = firstOf(actors)
  const dossier = account.dossierId
  const journal = journalsOf(actors.setting)[actors.setting.target]
  const does = (doing: Doing, undo?: Doing): undefined => {
    const done = hand(network, { ...doing, dossier })
    if (undo === undefined) return
    // Opened again in the year in which it was protected, also after New Year.
    const bookyear =
      undo['action'] === 'reopenJournal' ? { bookyear: (done as { done: Done[] }).done[0]?.bookyear } : {}
    mendLater(actors, act.minutes, () => hand(network, { ...undo, ...bookyear, dossier }))
  }
  switch (act.what) {
    case 'accountBlocked': {
      const blocked = { action: 'setAccount', account: 700000 }
      return does({ ...blocked, active: false }, { ...blocked, active: true })
    }
    case 'vatCodeRemoved': {
      const codes = Object.keys(percentOf)
      const code = codes[act.at % codes.length] as string
      const back = { action: 'setVatCode', code, percentage: percentOf[code] as number, type: 2, description: code }
      return does({ action: 'removeVatCode', code }, back)
    }
    case 'vatCodeRenamed':
      return does({ action: 'setVatCode', code: '21', description: 'Verkopen hoog tarief' })
    case 'journalRenamed':
      return does({ action: 'changeJournal', journal, name: 'Verkopen webwinkel' })
    case 'periodProtected': {
      const period = periodOf(network, account)
      return does({ action: 'protectPeriod', journal, period }, { action: 'reopenJournal', journal })
    }
    case 'yearOpened':
      // Whoever keeps the books of several opens it in each.
      for (const one of actors.accounts) hand(network, { action: 'addBookyear', dossier: one.dossierId })
      return undefined
    case 'relationRemoved':
    case 'relationMerged':
      return removeRelation(actors, act.what === 'relationMerged')
  }
}

interface Done {
  bookyear: number
}

/** One that our documents name. */
function removeRelation({ network, accounts }: Actors, merges: boolean): string {
  const dossier = accounts[0]?.dossierId ?? 0
  const used = network.octopus.ledger(dossier).filter((row) => row.madeBy === 'api')
  const relation = used.at(-1)?.relation.id
  if (relation === undefined) return 'nothing to remove'
  const { relations } = network.octopus.admin('GET', `/relations/${dossier}`, undefined) as {
    relations: { id: number }[]
  }
  const into = relations.find(({ id }) => id !== relation)?.id
  hand(
    network,
    merges && into !== undefined
      ? { action: 'mergeRelation', relation, into, dossier }
      : { action: 'deleteRelation', relation, dossier },
  )
  return `relation ${relation}`
}

function mendLater({ network, mends }: Actors, minutes: number, run: () => void): void {
  const mend = (): void => {
    if (!mends.delete(mend)) return
    network.world.clock.set(network.timeline.now, 0)
    run()
    network.changed()
  }
  mends.add(mend)
  network.timeline.at(network.timeline.now + minutes * 60_000, mend)
}
