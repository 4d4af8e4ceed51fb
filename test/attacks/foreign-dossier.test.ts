/** Whoever has any login of Octopus names a stranger's dossier in the wizard, to use up that dossier's calls or to have them rest. */
import { expect, it } from 'vitest'
import { answer, createWorld, type World } from '../../src/adapters/octopus/testkit.ts'

const years = 'GET /dossiers/49555/bookyears'

function victimAndStranger(): { victim: World; stranger: World } {
  const victim = createWorld()
  victim.script.set(years, answer(200, []))
  return { victim, stranger: createWorld({ user: 'vreemd@elders.example', limits: victim.limits }) }
}

async function expectGoesOn(victim: World): Promise<void> {
  expect(await victim.octopus.readBookYears()).toMatchObject({ kind: 'ok' })
  expect(victim.names()).toEqual(['POST /authentication', 'POST /dossiers', years])
}

it('a limit that the other side tells the stranger of does not rest the dossier of its owner', async () => {
  const { victim, stranger } = victimAndStranger()
  stranger.script.set('POST /dossiers', answer(429))
  expect(await stranger.octopus.readBookYears()).not.toMatchObject({ kind: 'ok' })
  await expectGoesOn(victim)
})

it('however often the stranger names it, none of its owner’s calls are used up', async () => {
  const { victim, stranger } = victimAndStranger()
  stranger.script.set('POST /dossiers', answer(403, { errorCode: -3, technicalInfo: 'No access' }))
  for (let n = 0; n < 200; n += 1) await stranger.octopus.readBookYears()
  expect(stranger.names().filter((name) => name === 'POST /dossiers')).toHaveLength(150)
  await expectGoesOn(victim)
})
