/** Texts of invitations, of who comes in and of who was refused, in Dutch. */
export const dutchPeople = {
  offers: 'Uitnodigingen',
  offerText: '{who} biedt je toegang tot {company} aan, als {role}.',
  offerAccept: 'Aanvaard',
  offerDecline: 'Weiger',
  offerSignIn: 'Meld je aan met {email}. Het voorstel van {company} wacht daar op je.',
  invited:
    '{email} krijgt een mail met het voorstel. Hij heeft toegang zodra hij het aanvaardt, aangemeld met dit adres.',
  invitedNoMail:
    'Deze installatie verstuurt geen mails. Zeg {email} zelf dat er een voorstel wacht: wie al een account heeft, meldt zich aan en aanvaardt het. Wie er nog geen heeft, krijgt van de beheerder een link.',
  inviteFault: 'Dit is geen e-mailadres, of het heeft al toegang.',
  tooManyMails: 'Er gingen te veel uitnodigingen weg. Probeer het over een uur opnieuw.',
  roleOffered:
    '{email} krijgt de ruimere rol zodra hij ze aanvaardt: het aanbod staat in zijn mailbox, en in Tentakel als hij zich aanmeldt.',
  pendingOffers: 'Uitgenodigd, nog niet aanvaard',
  offerUntil: 'tot {time}',
  withdraw: 'Trek in',
  signUpBy: 'uitgenodigd door {who}',
  inviteSent: '{email} krijgt een mail met een link.',
  inviteNoMail: 'Zonder mailserver vertrekt er geen link. Maak het account op de terminal: tentakel user add.',
  passwordEasy:
    'Dit wachtwoord wordt als een van de eerste geprobeerd. Neem een paar woorden die niet bij elkaar horen.',
  secondProofMissing:
    'Om je bedrijven te zien, voeg je eerst een passkey toe of zet je de tweede stap bij het aanmelden aan.',
  toOwnAccount: 'Naar mijn account',
  firstOperator: 'Maak het account van de beheerder',
  firstOperatorText: 'De code van de terminal werkt maar één keer. Met dit account meld je je voortaan aan.',
  tokenEnds: 'Geldt tot',
  tokenRests: 'rust',
  proofText: 'Bewijs eerst nog eens dat jij het bent. Alle eigenaars krijgen er een mail over.',
  proofGive: 'Ga verder',
  ownersChange: 'Wie eigenaar is, verandert',
  tokenGone: 'werkt niet meer: wie hem maakte, is geen eigenaar meer',
  tokenConfirm: 'Bevestig',
  security: 'Veiligheid',
  securityText: 'Wie binnenkwam, wie geweigerd werd, en wat er over toegang beslist werd.',
  securityWho: 'Wie',
  securityFrom: 'Vanwaar',
  securityWhat: 'Wat',
  security_done: 'toegelaten',
  security_refused: 'geweigerd',
  securityTerminal: 'terminal',
} as const
