/** What processes used of the machine. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** User and system seconds of a process so far (Linux; 0 elsewhere or when it is gone). */
export function cpuOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return 0
  }
}

/** What a process holds of the memory now, in MiB (Linux). */
export function residentMib(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
}

/** Of the server and the children that it has reaped and those that live. */
export function postgresCpu(folder: string): number {
  const pid = postmaster(folder)
  if (pid === null) return 0
  try {
    const reaped = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
    return (
      (Number(reaped[13]) + Number(reaped[14])) / 100 +
      children.reduce((sum, child) => sum + cpuOf(Number(child)), cpuOf(pid))
    )
  } catch {
    return 0
  }
}

export function postmaster(folder: string): number | null {
  try {
    return Number(readFileSync(path.join(folder, 'data/postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return null
  }
}
