/** Loads the sign-in pages only for visitors without a session: most visitors have one. */
import { later } from '../later.tsx'

export const signIn = later(async () => (await import('../access/sign-in.tsx')).SignIn)
