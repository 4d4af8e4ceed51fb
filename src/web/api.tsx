/** Our own API as the pages see it. A session that ended is a state of the app, not a page of its own: typed text stays. */
import type { AnswerOf, BodyOf, Method, QueryOf } from '../api/calls.ts'
import type { Fault as Message, PlainFault } from '../domain/message/message.ts'
import { QueryCache, QueryClient, MutationCache } from '@tanstack/react-query'

export type Fault = PlainFault | Message

/** An answer that is not 200. `status` 0: no answer at all. */
export class Failure extends Error {
  readonly status: number
  readonly faults: Fault[]
  readonly incident: string | null
  constructor(status: number, faults: Fault[] = [], incident: string | null = null) {
    super(`status ${status}`)
    this.status = status
    this.faults = faults
    this.incident = incident
  }
}

/**
 * A call of the table of routes: another method, path or body does not compile.
 * @param path filled in; an address of `address` or `session.at` has the type of its path
 */
export async function call<M extends Method, P extends string>(
  method: M,
  path: P,
  ...[body]: BodyOf<M, P>
): Promise<AnswerOf<M, P>> {
  const init: RequestInit = {
    method,
    headers: { 'x-tentakel': '1', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }
  const answer = await fetch(`/api${path}`, init).catch(() => null)
  if (answer === null) throw new Failure(0)
  const json = (await answer.json().catch(() => ({}))) as { faults?: Fault[]; incident?: string }
  if (!answer.ok) throw new Failure(answer.status, json.faults ?? [], json.incident ?? null)
  return json as AnswerOf<M, P>
}

/** The address with what is not empty. Its type stays that of the path, which is what a call is known by. */
export function address<P extends string>(path: P, values: QueryOf<P>): P {
  const query = new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])) as [string, string][],
  ).toString()
  return (query === '' ? path : `${path}?${query}`) as P
}

/** Told of every failure, by the frame of the pages. */
type Listener = (failure: Failure | null) => void
const listeners = new Set<Listener>()

export function onAnswer(listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function tell(error: unknown): void {
  if (error instanceof Failure) for (const listener of listeners) listener(error)
}

export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: tell,
    onSuccess: () => {
      for (const listener of listeners) listener(null)
    },
  }),
  mutationCache: new MutationCache({ onError: tell }),
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (count, error) => error instanceof Failure && error.status === 0 && count < 1000,
      retryDelay: 3000,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
