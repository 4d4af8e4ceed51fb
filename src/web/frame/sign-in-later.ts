/** Signing in is loaded where somebody is not signed in: most who come are. */
import { later } from '../later.tsx'

export const signIn = later(async () => (await import('../access/sign-in.tsx')).SignIn)
