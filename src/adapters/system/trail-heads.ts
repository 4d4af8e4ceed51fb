/** The newest head of each company's trail as a file of the data folder: an attacker who changes the database does not reach it. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Log } from '../../ports/log.ts'
import type { TrailHead, TrailHeads } from '../../ports/tables/trail.ts'
import { openDataDir } from './own-files.ts'

const folderName = 'trail-heads'

export function createTrailHeads(dataDir: string, log: Log): TrailHeads {
  const folder = path.join(dataDir, folderName)
  const fileOf = (tenantId: string): string => path.join(folder, tenantId)
  return {
    read: (tenantId) => Promise.resolve(readHead(fileOf(tenantId))),
    keep(tenantId, { links, head }) {
      const file = fileOf(tenantId)
      try {
        openDataDir(dataDir)
        openDataDir(folder)
        // Another process of this folder may have come further.
        if ((readHead(file)?.links ?? 0) < links) {
          writeFileSync(`${file}.${process.pid}`, `${links} ${head}\n`, { mode: 0o600, flush: true })
          renameSync(`${file}.${process.pid}`, file)
        }
      } catch (error) {
        log.warn('trail.notKept', { folder, code: error instanceof Error && 'code' in error ? String(error.code) : '' })
      }
      return Promise.resolve()
    },
  }
}

/** Null: there is none. A file with something else in it fits no chain. */
function readHead(file: string): TrailHead | null {
  if (!existsSync(file)) return null
  const [links = '', head = ''] = readFileSync(file, 'utf8').trim().split(' ')
  return { links: Number.isSafeInteger(Number(links)) ? Number(links) : 0, head }
}

/**
 * Runs after a copy was restored: its chains end earlier, which is no cut. @returns the path of the earlier heads, null when there were
 * none
 */
export function setAsideTrailHeads(dataDir: string, moment: string): string | null {
  const folder = path.join(dataDir, folderName)
  if (!existsSync(folder)) return null
  const before = `${folder}.before-${moment}`
  renameSync(folder, before)
  return before
}

export function forgetTrailHead(dataDir: string, tenantId: string): void {
  rmSync(path.join(dataDir, folderName, tenantId), { force: true })
}

/** Where nothing outlives the process: a simulation. */
export const noTrailHeads: TrailHeads = { read: () => Promise.resolve(null), keep: () => Promise.resolve() }
