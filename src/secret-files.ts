/**
 * Reads secrets from files, as containers and service managers hand them over: `TENTAKEL_SECRET_KEY_FILE` names the file of
 * `TENTAKEL_SECRET_KEY`.
 */
import { readFileSync } from 'node:fs'

type Environment = Record<string, string | undefined>

/** Each may be given as itself or, with `_FILE` behind its name, as the file that holds it. */
export const secretNames = [
  'DATABASE_URL',
  'TENTAKEL_SECRET_KEY',
  'TENTAKEL_SECRET_KEY_OLD',
  'TENTAKEL_INSTALLATION_ID',
  'TENTAKEL_OCTOPUS_SOFTWARE_HOUSE',
  'TENTAKEL_SMTP_URL',
] as const

/** No secret of ours is longer; a larger file was named by mistake. */
const bytesMax = 65_536

/**
 * Reads the files and puts what they hold in place of the variables. The value is never repeated in a fault.
 * @param fault told of each file that cannot serve, under the name of the variable that gave it
 */
export function withSecretFiles(environment: Environment, fault: (name: string, message: string) => void): Environment {
  const found = { ...environment }
  for (const name of secretNames) {
    const fileName = `${name}_FILE`
    const file = environment[fileName]?.trim() ?? ''
    if (file === '') continue
    if ((environment[name]?.trim() ?? '') !== '') {
      fault(fileName, `and ${name} are both given: keep one, e.g. ${fileName} alone`)
      continue
    }
    const value = readSecret(file)
    if (value.kind === 'unusable') fault(fileName, `names ${file}, ${value.why}, e.g. ${example(name)}`)
    found[name] = value.kind === 'read' ? value.text : undefined
  }
  return found
}

/** Whether the variable or its file is given, also one that cannot serve: that is a fault already, and one is enough. */
export function isGiven(environment: Environment, name: (typeof secretNames)[number]): boolean {
  return [name, `${name}_FILE`].some((key) => (environment[key]?.trim() ?? '') !== '')
}

function readSecret(file: string): { kind: 'read'; text: string } | { kind: 'unusable'; why: string } {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return { kind: 'unusable', why: `which cannot be read (${code}); give a file that this user may read` }
  }
  // Editors and `echo` end a file with a line end, some editors begin it with a mark: neither belongs to the secret.
  const text = bytes.toString('utf8').trim()
  if (text === '') return { kind: 'unusable', why: 'which is empty; write the value into it' }
  if (bytes.length > bytesMax || /[\r\n\0]/u.test(text))
    return { kind: 'unusable', why: 'which holds more than one line; write the value alone into it' }
  return { kind: 'read', text }
}

function example(name: string): string {
  return `/run/secrets/${name.toLowerCase().replace('tentakel_', '').replaceAll('_', '-')}`
}
