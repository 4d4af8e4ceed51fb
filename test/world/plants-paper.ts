/** Bugs that only a ledger under keys of ours shows, planted as in `plants.ts`. */
import { inPaperBooks } from './paper/story.ts'
import { at, plain, type Plant } from './plants.ts'
import type { Case } from './shrink.ts'

const post = 'paper POST /sales'

function paper({ story, decisions }: Case): Case {
  return { story: inPaperBooks(story), decisions }
}

export const paperPlants: Plant[] = [
  {
    number: 50,
    name: 'a key that the ledger knows is taken for a refusal of the content',
    edits: [
      {
        file: 'src/domain/document/document.ts',
        from: "return toDoubt(progress, { lastAnswer: 'exists' }, event.at, numbering)",
        to: "return giveBack(progress, 'rejected', null)",
      },
    ],
    cases: [paper(plain([at(post, 1, 'loseAnswer')], {}, [{ at: 60, act: 'retryAll' }]))],
  },
  {
    number: 51,
    name: 'what was sent without an answer goes again under another key',
    edits: [
      {
        file: 'src/domain/document/document.ts',
        from: "return toDoubt(progress, { lastAnswer: 'silence', silentSends: progress.silentSends + 1 }, event.at, numbering)\n    case 'checkStarted':",
        to: "return giveBack(progress, 'rejected', null)\n    case 'checkStarted':",
      },
      {
        file: 'src/domain/document/document-states.ts',
        from: "from: { sending: ['answered'], cooling: ['lookedUp'] },",
        to: "from: { sending: ['answered', 'lost'], cooling: ['lookedUp'] },",
      },
    ],
    cases: [paper(plain([at(post, 1, 'crashAfter')], {}, [{ at: 60, act: 'retryAll' }]))],
  },
  {
    number: 52,
    name: 'the number that the ledger gave is not kept',
    edits: [
      {
        file: 'src/app/book/post-document.ts',
        from: "outcome.kind === 'created' && outcome.number !== undefined ? { number: outcome.number } : {}",
        to: "outcome.kind === 'created' && outcome.number !== undefined ? { number: outcome.number - 1 } : {}",
      },
    ],
    cases: [paper(plain([]))],
  },
]
