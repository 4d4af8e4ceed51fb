import { Anchor, Code, Image, List, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useParams } from 'react-router'
import { useSpeech } from '../language.tsx'
import { blocksOf, spansOf, type Block, type Span } from '../manuals/blocks.ts'
import { isManualName, manualFiles, manualOf, type ManualName } from '../manuals/manuals.ts'
import { Answered } from '../waiting.tsx'

const docs = '../../../docs/'
const texts = import.meta.glob<string>('../../../docs/{seller,accountant}/*.md', { query: '?raw', import: 'default' })
const pictures = import.meta.glob<string>('../../../docs/pictures/*.png', {
  query: '?url',
  import: 'default',
  eager: true,
})

/** A manual in the language of the screens, with its pictures. */
export function Manual() {
  const { name } = useParams()
  return isManualName(name) ? <Named name={name} /> : <Navigate to="/help" replace />
}

function Named({ name }: { name: ManualName }) {
  const { language } = useSpeech()
  const file = manualFiles[name][language]
  const text = useQuery({
    queryKey: ['manual', file],
    queryFn: async () => (await texts[`${docs}${file}`]?.()) ?? '',
  })
  return (
    <Stack {...(name === 'cases' ? {} : { maw: 760 })}>
      <Answered of={text}>{(read) => blocksOf(read).map((block, at) => <Shown key={at} block={block} />)}</Answered>
    </Stack>
  )
}

function Shown({ block }: { block: Block }) {
  if (block.kind === 'heading')
    return (
      <Title order={block.level === 1 ? 1 : 2} {...(block.level === 1 ? {} : { size: 'h4', mt: 'md' })}>
        {block.text}
      </Title>
    )
  if (block.kind === 'code')
    return (
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {block.text}
      </Code>
    )
  if (block.kind === 'picture') {
    const src = pictures[`${docs}${block.file.replace(/^\.\.\//u, '')}`]
    return src === undefined ? null : <Image src={src} alt={block.text} loading="lazy" radius="sm" />
  }
  if (block.kind === 'list')
    return (
      <List type={block.ordered ? 'ordered' : 'unordered'} spacing="xs">
        {block.items.map((item) => (
          <List.Item key={item}>
            <Written text={item} />
          </List.Item>
        ))}
      </List>
    )
  if (block.kind === 'table') return <Rows head={block.head} rows={block.rows} />
  return (
    <Text>
      <Written text={block.text} />
    </Text>
  )
}

function Rows({ head, rows }: { head: string[]; rows: string[][] }) {
  return (
    <Table.ScrollContainer minWidth={(rows[0]?.length ?? 0) > 3 ? 1200 : 320}>
      <Table>
        {head.length > 0 && (
          <Table.Thead>
            <Table.Tr>
              {head.map((cell, at) =>
                cell === '' ? (
                  <Table.Td key={at} />
                ) : (
                  <Table.Th key={at}>
                    <Written text={cell} />
                  </Table.Th>
                ),
              )}
            </Table.Tr>
          </Table.Thead>
        )}
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.join('|')}>
              {row.map((cell, at) => (
                <Table.Td key={at}>
                  <Written text={cell} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Written({ text }: { text: string }) {
  return spansOf(text).map((span, at) => <Piece key={at} span={span} />)
}

function Piece({ span }: { span: Span }) {
  if (span.kind === 'code') return <Code style={{ overflowWrap: 'break-word' }}>{span.text}</Code>
  if (span.kind === 'link') return <Leading {...span} />
  const text = unbroken(span.text)
  if (span.kind === 'strong') return <strong>{text}</strong>
  // The letters of the pages have no italics.
  return span.kind === 'screen' ? <em style={{ fontStyle: 'normal', fontWeight: 550 }}>{text}</em> : text
}

/** No line begins with a sign that belongs to the word before it. */
function unbroken(text: string): string {
  return text.replaceAll(/ (?=[:;?!»€%])|(?<=«) /gu, '\u00A0')
}

/** Links to another manual, by its title; other files are not among the pages. */
function Leading({ text, to }: { text: string; to: string }) {
  const { say } = useSpeech()
  const name = manualOf(to)
  if (name === null) return text
  return (
    <Anchor component={Link} to={`/manuals/${name}`} underline="always">
      {say(`manual_${name}`)}
    </Anchor>
  )
}
