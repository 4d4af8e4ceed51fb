import type { LedgerFacts } from '../../domain/kinds.ts'

export const octopusFacts: LedgerFacts = {
  name: 'octopus',
  label: 'Octopus',
  credentials: [
    {
      name: 'user',
      label: { nl: 'Gebruiker van Octopus', fr: "Utilisateur d'Octopus", en: 'Octopus user' },
      secret: false,
      mayHoldBlanks: true,
    },
    {
      name: 'password',
      label: { nl: 'Wachtwoord', fr: 'Mot de passe', en: 'Password' },
      secret: true,
      mayHoldBlanks: true,
    },
  ],
  idPart: null,
  // Whether `POST /invoices` refuses a used number is not documented. The operator may know it (`invoicesEnforceNumber`).
  numbering: { bookings: 'compareAndSet', entries: 'compareAndSet', invoices: 'mayOverwrite' },
}
