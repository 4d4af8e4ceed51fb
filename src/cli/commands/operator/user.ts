import { Command, Option } from 'commander'
import { proofCodeMinutes } from '../../../app/people/accounts.ts'
import {
  addAccount,
  changeAccount,
  listAccounts,
  proofCodeFor,
  type AccountChange,
} from '../../../app/people/manage-accounts.ts'
import type { CompanyRole } from '../../../domain/role.ts'
import { companyToMake } from '../../choose.ts'
import { columns, CommandEnd, exitCodes, type Run, type Shell } from '../../shell.ts'

interface Options {
  email: string
  role: CompanyRole | 'operator'
  company?: string
  json?: boolean
}

const changes: Record<AccountChange, string> = {
  disable: 'the account signs in no more, its sessions end and its tokens rest; nothing is removed',
  enable: 'the account may sign in again',
  remove: 'the account is removed for good, with its sessions, its access and its tokens',
  'sign-out': 'all sessions and links of the account end',
  'reset-2fa':
    'no second proof and no passkey any more, for whoever lost the device and the recovery codes; all sessions end',
}

export function userCommand(run: Run): Command {
  const add = new Command('add')
    .description('an account for the web app; the password on standard input, or none: then a one-time link is printed')
    .requiredOption('--email <email>')
    .addOption(
      new Option('--role <role>').choices(['owner', 'member', 'reader', 'accountant', 'operator']).default('owner'),
    )
    .option(
      '--company <name>',
      'which company it may see, by name, or by id where somebody signed it up; default: the only one that was made here',
    )
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => addUser(shell, options)))
  const list = new Command('list')
    .description('all accounts, their companies and roles')
    .option('--json')
    .action((options: Pick<Options, 'json'>, self: Command) => run(self, (shell) => listUsers(shell, options)))
  const proofCode = new Command('proof-code')
    .description(
      'a code by which the account gets its first passkey or second step, where the mail with it does not arrive; give it to its owner alone',
    )
    .requiredOption('--email <email>')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => printProofCode(shell, options)))
  const command = new Command('user').description('accounts of people for the web app')
  for (const one of [add, list, proofCode]) command.addCommand(one)
  for (const change of Object.keys(changes) as AccountChange[])
    command.addCommand(
      new Command(change)
        .description(changes[change])
        .requiredOption('--email <email>')
        .option('--json')
        .action((options: Options, self: Command) => run(self, (shell) => changeUser(shell, options, change))),
    )
  return command
}

async function addUser(shell: Shell, options: Options): Promise<number> {
  const { email, role } = options
  const password = (await shell.pipedInput())?.replace(/\r?\n$/u, '') ?? null
  const toCompany = async (): Promise<string> => (await companyToMake(shell, options.company)).tenantId
  const added = await addAccount(await shell.ports(), {
    email,
    role,
    tenantId: role === 'operator' ? null : toCompany,
    password: password === '' ? null : password,
  })
  if (added.kind === 'fault') throw new CommandEnd(exitCodes.usage, added.fault.message, [added.fault])
  const link = added.link === null ? null : `${shell.webUrl}/welcome#${added.link}`
  if (options.json === true) shell.print(JSON.stringify({ done: true, faults: [], email: added.email, role, link }))
  else if (link === null) shell.print(`${added.email}: ${role}.`)
  else shell.print(`${added.email}: ${role}. Choose a password within three days at\n${link}`)
  return exitCodes.done
}

async function listUsers(shell: Shell, options: Pick<Options, 'json'>): Promise<number> {
  const accounts = await listAccounts(await shell.ports())
  if (options.json === true) shell.print(JSON.stringify(accounts))
  else
    shell.print(
      columns(
        accounts.map(({ email, operator, disabled, secondProof, companies }) => [
          email,
          [...(operator ? ['operator'] : []), ...companies.map(({ name, role }) => `${role} of ${name}`)].join(', '),
          secondProof ? 'second proof' : 'password only',
          disabled ? 'disabled' : '',
        ]),
      ),
    )
  return exitCodes.done
}

async function printProofCode(shell: Shell, { email, json }: Options): Promise<number> {
  const made = await proofCodeFor(await shell.ports(), email)
  if ('path' in made) throw new CommandEnd(exitCodes.usage, made.message, [made])
  if (json === true) shell.print(JSON.stringify({ done: true, faults: [], code: made.code }))
  else shell.print(`Once, within ${proofCodeMinutes} minutes, under "Mijn account" of ${email}:\n${made.code}`)
  return exitCodes.done
}

async function changeUser(shell: Shell, options: Options, change: AccountChange): Promise<number> {
  const fault = await changeAccount(await shell.ports(), options.email, change)
  if (fault !== null) throw new CommandEnd(exitCodes.usage, fault.message, [fault])
  if (options.json === true) shell.print(JSON.stringify({ done: true, faults: [] }))
  else shell.print(`${options.email}: ${change} done.`)
  return exitCodes.done
}
