/** What a person may do in a company. `accountant`: as a member. `reader`: looks, and changes nothing. */
export const companyRoles = ['owner', 'member', 'reader', 'accountant'] as const
export type CompanyRole = (typeof companyRoles)[number]
