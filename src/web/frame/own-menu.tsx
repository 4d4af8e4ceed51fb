/** The menu of the user, not of the company: account, language, colours, signing out. */
import { Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { Link } from 'react-router'
import { languageRow, languages } from '../../domain/language.ts'
import { call, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { Icon } from '../theme/icon.tsx'

export function OwnMenu() {
  const { say } = useSpeech()
  const { account } = useSession()
  const name = account ?? say('signedInWithCode')
  return (
    <Menu position="top-start" width={240} shadow="md">
      <Menu.Target>
        <button type="button" className="side-own" aria-label={`${name} · ${say('ownMenu')}`}>
          {account === null ? (
            <span className="tile round">
              <Icon name="user" />
            </span>
          ) : (
            <span className="tile round" data-initials={name.slice(0, 2).toUpperCase()} />
          )}
          <span className="side-own-name">{name}</span>
          <Icon name="dots" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/account" leftSection={<Icon name="user" />}>
          {say('ownAccount')}
        </Menu.Item>
        <OwnMenuItems />
      </Menu.Dropdown>
    </Menu>
  )
}

export function OwnMenuItems() {
  const { say, language, setLanguage } = useSpeech()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  return (
    <>
      {languages.map((value) => (
        <Menu.Item
          key={value}
          lang={value}
          aria-current={value === language ? 'true' : undefined}
          leftSection={value === language ? <Icon name="check" /> : <span className="icon-place" />}
          onClick={() => setLanguage(value)}
        >
          {languageRow(value).name}
        </Menu.Item>
      ))}
      <Menu.Item
        leftSection={<Icon name={scheme === 'dark' ? 'sun' : 'moon'} />}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {say('colours')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        onClick={() => void call('DELETE', '/session').then(() => queries.invalidateQueries({ queryKey: ['session'] }))}
      >
        {say('signOut')}
      </Menu.Item>
    </>
  )
}
