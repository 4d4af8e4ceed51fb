/**
 * The names that `explain` and `report` print are part of what others rely on: the page lists them all.
 * `./tentakel test test/names-page.test.ts -u` writes it anew.
 */
import path from 'node:path'
import { expect, it } from 'vitest'
import { planStatuses, type PlanStatus } from '../src/domain/plan/plan-status.ts'
import { treatmentWords } from '../src/domain/why/treatment-words.ts'
import { codeInWords, ruleAndFlagNames } from '../src/domain/why/why-words.ts'

const statuses: Record<PlanStatus, string> = {
  POST: 'It is booked, goes to the ledger by itself, or has nothing to be booked.',
  RETRY: 'It waits for an answer from outside (bol.com, the register of VAT numbers), which is asked again by itself.',
  HOLD: 'The rules leave the choice to a person, who has not made it yet.',
  BLOCK: 'Something is missing or contradicts itself, and must be put right before anything of it is booked.',
}

function page(): string {
  const rows = (entries: [string, string][]): string =>
    entries.map(([name, words]) => `| \`${name}\` | ${words} |`).join('\n')
  const head = '| name | meaning |\n| --- | --- |\n'
  return `# Names in explain and report

What programs may rely on. A name is never given another meaning; a new one, and one that goes, stand in the changelog.

## Status of an order

The later one outweighs the earlier. Treatment, rate and amounts are told whatever the status.

${head}${rows(planStatuses.map((status) => [status, statuses[status]]))}

## Treatments

${head}${rows(Object.entries(treatmentWords.en))}

## Rules and flags

A rule decided a line; a flag goes with a line, a document or an order.

${head}${rows(ruleAndFlagNames.map((name) => [name, (codeInWords(name, 'en') ?? '').replaceAll('|', '/')]))}
`
}

it('every name of a status, a treatment, a rule and a flag is published', async () => {
  await expect(page()).toMatchFileSnapshot(path.resolve(import.meta.dirname, '../docs/accountant/names.md'))
})
