/** `backup FILE` and `restore FILE`: a whole installation as one file. */
import { existsSync, statSync } from 'node:fs'
import { Command } from 'commander'
import { addDays, type Instant } from '../../../domain/calendar.ts'
import type { Calendar } from '../../../ports/clock.ts'
import { CommandEnd, exitCodes, type Run, type Shell } from '../../shell.ts'

interface Options {
  json?: boolean
}

interface BackupOptions extends Options {
  dailyAt?: string
}

export function backupCommand(run: Run): Command {
  return new Command('backup')
    .description(
      'write an encrypted copy of the whole database; it opens only with the key of this installation, which is not in it. Into a folder: under a name of its own, and older ones are tidied to the newest of 7 days, 4 weeks and 12 months',
    )
    .argument('<file or folder>')
    .option(
      '--daily-at <time>',
      'stay, and write one each day at this time in Brussels, e.g. 03:15; the first at once, unless the last one is younger than a day',
    )
    .option('--json')
    .action((place: string, options: BackupOptions, self: Command) =>
      run(self, (shell) =>
        options.dailyAt === undefined
          ? backUp(shell, place, options)
          : backUpDaily(shell, { folder: place, at: options.dailyAt, options }),
      ),
    )
}

export function restoreCommand(run: Run): Command {
  return new Command('restore')
    .description(
      'put a copy back; all other processes must be stopped. Nothing is sent for two hours, then all is looked for first',
    )
    .argument('<file>')
    .option('--json')
    .action((file: string, options: Options, self: Command) => run(self, (shell) => restore(shell, file, options)))
}

async function backUp(shell: Shell, place: string, options: Options): Promise<number> {
  const { file, rows, tried, removed } = await (await shell.operations()).backUp(place)
  if (options.json === true) shell.print(JSON.stringify({ done: true, file, rows, tried, removed, faults: [] }))
  else {
    shell.print(`${file}: ${rows} rows.`)
    if (removed.length > 0) shell.say(`Older copies that are no longer kept: ${removed.join(', ')}.`)
    shell.say(
      tried === 'putBack'
        ? 'It was put back into a database of its own, and fits.'
        : 'Every value was read back. It was put back nowhere: the role of DATABASE_URL may make no database (CREATEDB).',
    )
    shell.say(
      'It opens only with the key of this installation (secret-key of the data folder, or TENTAKEL_SECRET_KEY): keep that elsewhere.',
    )
  }
  return exitCodes.done
}

const dayMs = 86_400_000

/** For a container, which has no scheduler beside it. A copy that failed is said, and the next day tries again. */
async function backUpDaily(
  shell: Shell,
  { folder, at, options }: { folder: string; at: string; options: Options },
): Promise<number> {
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(at))
    throw new CommandEnd(exitCodes.usage, `"${at}" is no time of day, e.g. 03:15.`)
  mustBeFolder(folder)
  const { clock, calendar, store } = await shell.ports()
  const copiedAt = await store.directory.copiedAt()
  let due = await clock.now()
  if (copiedAt !== null && due - copiedAt < dayMs) due = nextAt(calendar, due, at)
  for (;;) {
    await clock.sleepUntil(due, shell.signal)
    if (shell.signal.aborted) return exitCodes.done
    try {
      mustBeFolder(folder)
      await backUp(shell, folder, options)
    } catch (error) {
      shell.say(`No copy was made: ${error instanceof Error ? error.message : String(error)}`)
    }
    due = nextAt(calendar, await clock.now(), at)
    shell.say(`The next copy is made at ${calendar.isoText(due)}.`)
  }
}

/** A volume that is gone for a day must not become a file of its name. */
function mustBeFolder(folder: string): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new CommandEnd(exitCodes.usage, `${folder} is no folder: daily copies need one.`)
}

function nextAt(calendar: Calendar, now: Instant, at: string): Instant {
  const today = calendar.localDate(now)
  const moment = calendar.instantOf(today, at)
  return moment > now ? moment : calendar.instantOf(addDays(today, 1), at)
}

async function restore(shell: Shell, file: string, options: Options): Promise<number> {
  const { rows, before, members, unsealed } = await (await shell.operations()).restore(file)
  if (options.json === true)
    shell.print(JSON.stringify({ done: true, file, rows, before, members, unsealed, faults: [] }))
  else {
    shell.print(`${file} is put back: ${rows} rows.`)
    if (unsealed)
      shell.say(
        `${file} is of a time when copies were not encrypted: make a new one, and remove it, also where it was sent to.`,
      )
    if (before !== null) shell.say(`What was there before is kept in ${before}.`)
    shell.say(
      'All web sessions, links, invitations and consents are ended, and all API tokens and webhooks rest until an owner confirms them. Passwords, second proofs and passkeys are those of the copy: "user reset-2fa" ends those of a device that was lost since.',
    )
    if (members.length > 0) shell.say('These people are members again. Remove who should not be:')
    for (const { company, email, role } of members) shell.say(`  ${company}: ${email} (${role})`)
    shell.say('Nothing is sent for two hours. Then each document is looked for in Octopus before it is sent.')
    shell.say('Make sure that the installation which made the copy is stopped.')
  }
  return exitCodes.done
}
