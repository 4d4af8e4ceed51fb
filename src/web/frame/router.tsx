/** Pages below the company of the address. */
import { useEffect, useState, type ReactNode } from 'react'
import { BrowserRouter } from 'react-router'
import { baseInAddress, onAddress } from './company-address.ts'

export function CompanyRouter({ children }: { children: ReactNode }) {
  const [base, setBase] = useState(baseInAddress)
  useEffect(() => {
    const follow = (): void => setBase(baseInAddress())
    const stop = onAddress(follow)
    // Back and forward may lead to another company.
    globalThis.addEventListener('popstate', follow)
    return () => {
      stop()
      globalThis.removeEventListener('popstate', follow)
    }
  }, [])
  return (
    <BrowserRouter key={base} basename={base}>
      {children}
    </BrowserRouter>
  )
}
