/** The calls of the API as types, derived from the table of routes: the paths that a page may call, with their bodies and answers. */
import type { TypedResponse } from 'hono'
import type { z } from 'zod'
import type { routes } from './route-table.ts'

type Row = (typeof routes)[number]

export type Method = Row['method']

/** `/connections/:connection/file`, with any text for what is named. */
type Filled<P extends string> = P extends `${infer Head}/:${string}/${infer Tail}`
  ? `${Head}/${string}/${Filled<Tail>}`
  : P extends `${infer Head}/:${string}`
    ? `${Head}/${string}`
    : P

/** Not never where one of the patterns is this very one: a longer path fits a shorter pattern, and is another call. */
type Same<P, Patterns> = Patterns extends unknown
  ? [P] extends [Patterns]
    ? [Patterns] extends [P]
      ? P
      : never
    : never
  : never

type RowAt<R, M, P> = R extends { method: M; path: infer Q extends string }
  ? [Same<P, Filled<Q>>] extends [never]
    ? never
    : R
  : never

/** The row of a call; never where the table has none. */
type RowOf<M, P> = P extends unknown ? RowAt<Row, M, P> : never

/** The body of a call; no type fits a call that the table does not have. */
export type BodyOf<M, P> = [RowOf<M, P>] extends [never]
  ? [noSuchCall: never]
  : RowOf<M, P> extends { body: infer B extends z.ZodType }
    ? [body: z.input<B>]
    : [body?: Record<string, never>]

/** `unknown` where the route answers with something else than its own JSON. */
export type AnswerOf<M, P> =
  RowOf<M, P> extends { answer: (...asked: never[]) => Promise<infer A> }
    ? A extends TypedResponse<infer T>
      ? T
      : unknown
    : never

/** The parameters allowed after the `?` of this path. */
export type QueryOf<P> = Partial<Record<'company' | 'language' | NameOf<RowOf<Method, P>>, string | null | undefined>>

type NameOf<R> = R extends { query: infer Q } ? keyof Q : never
