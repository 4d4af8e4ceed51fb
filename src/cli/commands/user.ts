import { Command, Option } from 'commander'
import { addAccount } from '../../app/accounts.ts'
import type { CompanyRole } from '../../domain/role.ts'
import { companyToMake } from '../choose.ts'
import { CommandEnd, exitCodes, type Run, type Shell } from '../shell.ts'

interface Options {
  email: string
  role: CompanyRole | 'operator'
  company?: string
  json?: boolean
}

export function userCommand(run: Run): Command {
  const add = new Command('add')
    .description('an account for the web app; the password on standard input, or none: then a one-time link is printed')
    .requiredOption('--email <email>')
    .addOption(
      new Option('--role <role>').choices(['owner', 'member', 'reader', 'accountant', 'operator']).default('owner'),
    )
    .option('--company <name>', 'which company it may see; default: the only one')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => addUser(shell, options)))
  return new Command('user').description('accounts of people for the web app').addCommand(add)
}

async function addUser(shell: Shell, options: Options): Promise<number> {
  const { email, role } = options
  const password = (await shell.pipedInput())?.replace(/\r?\n$/u, '') ?? null
  const tenantId = role === 'operator' ? null : (await companyToMake(shell, options.company)).tenantId
  const added = await addAccount(await shell.ports(), {
    email,
    role,
    tenantId,
    password: password === '' ? null : password,
  })
  if (added.kind === 'fault') throw new CommandEnd(exitCodes.usage, added.fault.message, [added.fault])
  const link = added.link === null ? null : `${shell.webUrl}/welcome#${added.link}`
  if (options.json === true) shell.print(JSON.stringify({ done: true, faults: [], email: added.email, role, link }))
  else if (link === null) shell.print(`${added.email}: ${role}.`)
  else shell.print(`${added.email}: ${role}. Choose a password within three days at\n${link}`)
  return exitCodes.done
}
