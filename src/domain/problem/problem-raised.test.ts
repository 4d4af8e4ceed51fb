/** Goal: no page speaks of a problem that nothing raises, and no text names one that there is not. Method: all text of the program and its tests. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { isProblemCode, problemCodes, type ProblemCode } from './problem.ts'

const root = path.resolve(import.meta.dirname, '../../..')
/** Rows and words: here a code is read, and nothing is raised. */
const readers = /domain\/problem\//u
/** `SYS-FOUT` is shown in the place of a code that an earlier version raised. */
const fallback: ProblemCode[] = ['SYS-FOUT']

function texts(folder: string): { name: string; text: string }[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/u.test(name))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(path.join(root, folder, name), 'utf8') }))
}

it('each code is raised somewhere', () => {
  const text = texts('src')
    .filter(({ name }) => !name.includes('.test.') && !readers.test(name))
    .map((file) => file.text)
    .join('\n')
  const raised = (code: ProblemCode): boolean => text.includes(`'${code}'`)
  expect(problemCodes.filter((code) => !raised(code) && !fallback.includes(code))).toEqual([])
})

it('each code that is named is one of the table, also where a test compares text', () => {
  const families = new Set(problemCodes.map((code) => code.split('-')[0]))
  const code = new RegExp(`'((?:${[...families].join('|')})-[A-Z-]+)'`, 'gu')
  const mistyped = ['src', 'test', 'bench'].flatMap(texts).flatMap(({ name, text }) =>
    [...text.matchAll(code)]
      .map((match) => match[1] as string)
      .filter((named) => !isProblemCode(named))
      .map((named) => `${named} in ${name}`),
  )
  expect(mistyped).toEqual([])
})
