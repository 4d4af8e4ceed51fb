/** Made by the build out of `icon-names.ts` and Tabler's set: the paths of each icon. */
declare module 'virtual:icons' {
  import type { IconName } from './icon-names.ts'
  export const icons: Record<IconName, string[]>
}
