/** Makes a failing world small: takes away acts and decisions as long as it still fails the same way. */
import type { Server } from './database.ts'
import type { Decision } from './decisions.ts'
import type { Story } from './story.ts'
import { play, type Played } from './world.ts'

export interface Case {
  story: Story
  decisions: Decision[]
}

const playsMax = 400

export async function shrink(server: Server, failing: Case, invariant: number): Promise<Case> {
  let plays = 0
  const fails = async (candidate: Case): Promise<boolean> => {
    if (plays >= playsMax) return false
    plays += 1
    const { breaches } = await play(server, candidate.story, { decisions: candidate.decisions })
    return breaches.some((breach) => breach.invariant === invariant)
  }
  let best = failing
  for (let before = Number.POSITIVE_INFINITY; size(best) < before;) {
    before = size(best)
    const decisions = await smaller(best.decisions, (left) => fails({ ...best, decisions: left }))
    best = { ...best, decisions }
    const acts = await smaller(best.story.acts, (left) => fails({ ...best, story: { ...best.story, acts: left } }))
    best = { ...best, story: { ...best.story, acts } }
  }
  return best
}

function size(one: Case): number {
  return one.decisions.length + one.story.acts.length
}

/** Takes away halves, then quarters, then single ones (ddmin). */
async function smaller<T>(list: T[], stillFails: (left: T[]) => Promise<boolean>): Promise<T[]> {
  let best = list
  for (
    let part = Math.ceil(best.length / 2);
    part >= 1 && best.length > 0;
    part = part === 1 ? 0 : Math.ceil(part / 2)
  ) {
    for (let at = 0; at < best.length;) {
      const left = [...best.slice(0, at), ...best.slice(at + part)]
      if (await stillFails(left)) best = left
      else at += part
    }
  }
  return best
}

/** What a person reads first: the story, what struck, what broke. */
export function tell({ story }: Case, played: Played): string {
  return [
    `seed ${story.seed}; ${JSON.stringify(story.setting)}`,
    ...played.told.map((line) => `  ${line}`),
    ...played.decisions.map((one) => `  struck: ${one.point}, visit ${one.visit}: ${one.fault} ${one.value ?? ''}`),
    ...played.breaches.map((breach) => `BROKEN ${breach.invariant}: ${breach.text}`),
  ].join('\n')
}
