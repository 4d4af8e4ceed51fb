/** Pages below the company of the address. */
import { useEffect, useState, type ReactNode } from 'react'
import { BrowserRouter } from 'react-router'
import { baseInAddress, onAddress } from './company-address.ts'

export function CompanyRouter({ children }: { children: ReactNode }) {
  const [{ base, moves }, setPlace] = useState({ base: baseInAddress(), moves: 0 })
  useEffect(() => {
    // A router does not see where others lead: it begins anew there.
    const follow = (): void => setPlace((now) => ({ base: baseInAddress(), moves: now.moves + 1 }))
    const stop = onAddress(follow)
    // Back and forward may lead to another company.
    const goBack = (): void =>
      setPlace((now) => (now.base === baseInAddress() ? now : { ...now, base: baseInAddress() }))
    globalThis.addEventListener('popstate', goBack)
    return () => {
      stop()
      globalThis.removeEventListener('popstate', goBack)
    }
  }, [])
  return (
    <BrowserRouter key={`${base} ${moves}`} basename={base}>
      {children}
    </BrowserRouter>
  )
}
