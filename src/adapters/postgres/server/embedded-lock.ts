/** A lock between processes that the kernel takes back when its holder dies, even by kill -9: nothing to clean up, nothing to guess. */
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'

const retryMs = 25
/** Five minutes: longer than a first start plus the recovery of a large database on a slow disk. */
const retriesMax = (5 * 60_000) / retryMs
const sqliteBusy = 5

/**
 * Runs `work` while no other process holds the lock of this file. Node has no file lock of its own; SQLite, which is
 * inside Node, takes a real one on every platform. Nothing is ever written to the file.
 * @throws when the lock cannot be had within five minutes, or the file cannot be made
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const database = await takeLock(file)
  try {
    return await work()
  } finally {
    database.close()
  }
}

async function takeLock(file: string): Promise<DatabaseSync> {
  for (let retry = 0; retry < retriesMax; retry++) {
    const database = new DatabaseSync(file, { timeout: 0 })
    try {
      database.exec('begin exclusive')
      return database
    } catch (error) {
      database.close()
      if (!isBusy(error)) throw error
    }
    await delay(retryMs)
  }
  throw new Error(`another process has been holding ${file} for minutes`)
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy
}
