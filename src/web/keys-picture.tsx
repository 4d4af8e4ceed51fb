import { useSpeech } from './language.tsx'

/** Our own drawing of where the shop's keys are made. */
export function KeysPicture() {
  const { say } = useSpeech()
  return (
    <svg className="chart" viewBox="0 0 480 150" role="img" aria-label={say('picture')}>
      <rect x="1" y="1" width="478" height="148" rx="8" fill="none" stroke="#868e96" />
      <rect x="1" y="1" width="478" height="26" rx="8" fill="#868e96" opacity="0.25" />
      <circle cx="16" cy="14" r="4" fill="#868e96" />
      <circle cx="30" cy="14" r="4" fill="#868e96" />
      <rect x="16" y="42" width="110" height="20" rx="4" fill="#0b7285" opacity="0.2" />
      <text x="24" y="56">
        1 Instellingen
      </text>
      <rect x="16" y="72" width="110" height="20" rx="4" fill="#0b7285" opacity="0.2" />
      <text x="24" y="86">
        2 API-instellingen
      </text>
      <path d="M134 82h28m-7-5 7 5-7 5" stroke="#0b7285" strokeWidth="2" fill="none" />
      <rect x="172" y="42" width="290" height="92" rx="6" fill="none" stroke="#868e96" />
      <text x="184" y="62">
        Client ID
      </text>
      <rect x="262" y="51" width="130" height="15" rx="3" fill="#868e96" opacity="0.25" />
      <text x="184" y="86">
        Client secret
      </text>
      <rect x="262" y="75" width="130" height="15" rx="3" fill="#868e96" opacity="0.25" />
      <rect x="184" y="102" width="74" height="22" rx="5" fill="none" stroke="#0b7285" strokeWidth="1.5" />
      <text x="198" y="117">
        3 Nieuw
      </text>
    </svg>
  )
}
