/** The company that is looked at, at the head of the sidebar; with several, a list that one can search. */
import { Combobox, useCombobox } from '@mantine/core'
import { useState } from 'react'
import { useSpeech } from '../language.tsx'
import { hasOffice, useSession } from '../session.tsx'
import { Icon, Mark } from '../theme/icon.tsx'
import { goTo, officeAddress } from './company-address.ts'
import { useIsOffice } from './use-is-office.ts'

/** Of the first two words. */
function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return words
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('')
}

export function CompanyChoice() {
  const { say } = useSpeech()
  const session = useSession()
  const { companies, company } = session
  const [search, setSearch] = useState('')
  const combobox = useCombobox({
    onDropdownClose: () => setSearch(''),
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const isOffice = useIsOffice()
  const name = isOffice ? say('office') : companies.find(({ tenantId }) => tenantId === company)?.name
  const shown = companies.filter((one) => one.name.toLowerCase().includes(search.toLowerCase()))
  if (companies.length < 2) return <p className="side-who">{<Who name={name} />}</p>
  return (
    <Combobox
      store={combobox}
      width={260}
      position="bottom-start"
      onOptionSubmit={(tenantId) => {
        if (tenantId === officeAddress) goTo(officeAddress, false)
        else session.chooseCompany(tenantId)
        combobox.closeDropdown()
      }}
    >
      <Combobox.Target targetType="button">
        <button
          type="button"
          className="side-who"
          aria-label={`${say('company')}: ${name ?? ''}`}
          onClick={() => combobox.toggleDropdown()}
        >
          <Who name={name} />
          <Icon name="selector" />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={say('search')}
          aria-label={say('search')}
        />
        <Combobox.Options mah={320} className="scrolls">
          {hasOffice(session) && search === '' && (
            <Combobox.Option value={officeAddress} active={isOffice}>
              <b>{say('office')}</b>
            </Combobox.Option>
          )}
          {shown.map((one) => (
            <Combobox.Option key={one.tenantId} value={one.tenantId} active={!isOffice && one.tenantId === company}>
              {one.name}
            </Combobox.Option>
          ))}
          {shown.length === 0 && <Combobox.Empty>{say('nothingFound')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function Who({ name }: { name: string | undefined }) {
  return (
    <>
      {name === undefined ? (
        <span className="tile">
          <Mark size={18} />
        </span>
      ) : (
        <span className="tile" data-initials={initialsOf(name)} />
      )}
      <span className="side-who-name">{name ?? 'Tentakel'}</span>
    </>
  )
}
