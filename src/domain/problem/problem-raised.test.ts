/** Goal: no page speaks of a problem that nothing raises. Method: the program's text, without the lists that only read codes. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { problemCodes } from './problem.ts'

/** Rows, words and lists: here a code is read, and nothing is raised. */
const readers =
  /problem(?:-texts-\w+(?:-ledger)?)?\.ts$|fix-here\.tsx$|overview\.ts$|alarm\.ts$|sync\.ts$|connections\.ts$|plan-status\.ts$/u
/** `SYS-FOUT` is shown in the place of a code that an earlier version raised. */
const fallback = ['SYS-FOUT']

it('each code is raised somewhere', () => {
  const root = path.resolve(import.meta.dirname, '../..')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/u.test(name) && !name.includes('.test.') && !readers.test(name),
  )
  const text = files.map((name) => readFileSync(path.join(root, name), 'utf8')).join('\n')
  const alarm = readFileSync(path.join(root, 'domain/tell/alarm.ts'), 'utf8')
  const raised = (code: string): boolean =>
    text.includes(`'${code}'`) || /silenceCode = '([\w-]+)'/u.exec(alarm)?.[1] === code
  expect(problemCodes.filter((code) => !raised(code) && !fallback.includes(code))).toEqual([])
})
