import { useLocation } from 'react-router'
import { baseInAddress, officeAddress } from './company-address.ts'

/** The page of all dossiers is looked at, and no company. */
export function useIsOffice(): boolean {
  return useLocation().pathname === officeAddress && baseInAddress() === ''
}
