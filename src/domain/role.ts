/** The roles of a user in a company. `accountant`: as a member. `reader`: looks, and changes nothing. */
export const companyRoles = ['owner', 'member', 'reader', 'accountant'] as const
export type CompanyRole = (typeof companyRoles)[number]

/** Each opens what those below it open. */
export const roleRanks: Record<CompanyRole, number> = { reader: 1, accountant: 2, member: 2, owner: 3 }
