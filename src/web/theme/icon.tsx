import { icons } from 'virtual:icons'
import type { IconName } from './icon-names.ts'

/** An icon beside a word: it says nothing by itself. 18 px in navigation, 16 in buttons. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {(icons[name] ?? []).map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  )
}

/** Our sign: the double rule under a sum that is right. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path strokeWidth="2.8" d="M4.6 14.5V11a7 7 0 0 1 14 0c0 2.6-1.7 4.2-3.7 4.2a3.2 3.2 0 0 1-3.3-3.2" />
      <path strokeWidth="1.7" d="M3.5 18.7h17M3.5 21.7h17" />
    </svg>
  )
}
