/**
 * Runs the tests and ends with `N passed, N failed`, alone on the last line.
 * Arguments go on to vitest: `./tentakel test src/domain`, `./tentakel test -t "half a cent"`.
 * Exit code 0 only when at least one test passed and none failed; a file that cannot be loaded counts as a failed test,
 * and so does a run that found nothing to do.
 */
import path from 'node:path'
import { parseCLI, startVitest, type TestCase, type TestModule } from 'vitest/node'

process.chdir(path.resolve(import.meta.dirname, '../..'))
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)])
const vitest = await startVitest(filter, options).catch((error: unknown) => {
  console.error(error)
  return null
})

const modules = vitest?.state.getTestModules() ?? []
const tests = modules.flatMap((module) => [...module.children.allTests()])
const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state)
const passed = inState('passed').length
const unloadable = modules.filter(failsOutsideItsTests).length
const strayErrors = vitest?.state.getUnhandledErrors().length ?? 0
const counted = inState('failed').length + inState('pending').length + unloadable + strayErrors
await vitest?.close()
// vitest says in the exit code what is no test: a set-up that failed, a filter that fits no file.
const failed = counted === 0 && (passed === 0 || Number(process.exitCode ?? 0) !== 0) ? 1 : counted

const skipped = inState('skipped')
if (filter.length === 0 && options.testNamePattern === undefined) {
  for (const test of skipped) console.log(`skipped: ${path.relative('', test.module.moduleId)} > ${test.fullName}`)
}
if (skipped.length > 0) console.log(`${skipped.length} skipped`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

/** A file that does not load, or a `beforeAll` that throws: its tests never ran, and nothing of them may look green. */
function failsOutsideItsTests(module: TestModule): boolean {
  return module.errors().length > 0 || [...module.children.allSuites()].some((suite) => suite.errors().length > 0)
}
