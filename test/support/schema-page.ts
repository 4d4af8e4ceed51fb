/** The tables as a page, read from the catalogue of a migrated database: what `comment on` says, keys, and a picture per room. */
import { Client } from 'pg'

/** Rooms of tables, in the page's order. A table's comment begins with its room's name. */
export const rooms: Record<string, string> = {
  orders: 'Orders, shipments and returns',
  counts: 'Counts for lists and figures',
  documents: 'Documents and problems',
  vat: 'VAT',
  ledger: 'The copy of the ledger',
  settlements: 'Settlements',
  bank: 'The bank, and what is matched',
  connections: 'Shops and ledgers that are connected',
  people: 'People and what they may do',
  notices: 'What people are told, and what they report',
  trail: 'The signed trail',
  running: 'The installation',
}

/** What a table may say that it grows with. */
const growth = 'orders|days|connections|companies|people|settlements|calls|the ledger|nothing'
const tableComment = new RegExp(
  `^(?<room>\\w+): (?<what>.+)\\. Grows with (?<growth>${growth})\\. Kept (?<kept>.+)\\.$`,
  'u',
)
const viewComment = /^(?<room>\w+): (?<what>.+)\.$/u
const arrow = / → (?<table>\w+)$/u

interface Column {
  name: string
  type: string
  isNullable: boolean
  comment: string | null
}

export interface Table {
  name: string
  isView: boolean
  /** Row-level security holds also for the owner. */
  isOfCompany: boolean
  comment: string | null
  key: string[]
  /** Sets of columns that no two rows have alike. */
  uniques: string[][]
  columns: Column[]
}

interface Link {
  from: string
  columns: string[]
  to: string
}

export interface Catalogue {
  tables: Table[]
  /** Foreign keys. */
  links: Link[]
}

const tablesQuery = `
  select c.relname as name, c.relkind = 'v' as "isView", c.relforcerowsecurity as "isOfCompany", obj_description(c.oid, 'pg_class') as comment,
    coalesce((select array_agg(a.attname::text order by array_position(k.conkey, a.attnum)) from pg_constraint k
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey) where k.conrelid = c.oid and k.contype = 'p'), '{}') as key,
    coalesce((select json_agg((select json_agg(a.attname) from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey)))
      from pg_index i where i.indrelid = c.oid and i.indisunique and i.indpred is null), '[]') as uniques,
    (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'isNullable', not a.attnotnull,
      'comment', col_description(c.oid, a.attnum)) order by a.attnum)
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') order by c.relname`
const linksQuery = `
  select c.relname as "from", f.relname as "to",
    (select array_agg(a.attname::text order by array_position(k.conkey, a.attnum)) from pg_attribute a
      where a.attrelid = k.conrelid and a.attnum = any(k.conkey)) as columns
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
  where k.contype = 'f' and c.relnamespace = 'public'::regnamespace order by c.relname, k.conname`

export async function readCatalogue(url: string): Promise<Catalogue> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const tables = await client.query<Table>(tablesQuery)
    const links = await client.query<Link>(linksQuery)
    return { tables: tables.rows, links: links.rows }
  } finally {
    await client.end()
  }
}

/** Comments that do not say what the page needs: `table` or `table.column`, and why. */
export function faultyComments({ tables, links }: Catalogue): string[] {
  const names = new Set(tables.map(({ name }) => name))
  return tables.flatMap((table) => [
    ...faultsOfTable(table).map((fault) => `${table.name}: ${fault}`),
    ...(table.isView ? [] : table.columns).flatMap((column) => {
      const { name, comment } = column
      const isLinked = links.some((link) => link.from === table.name && link.columns.includes(name))
      const to = arrow.exec(comment ?? '')?.groups?.['table']
      const faults = [
        ...faultsOfText(comment?.replace(arrow, '') ?? '', `${table.name} ${name}`),
        ...(to !== undefined && !names.has(to) ? [`points to ${to}, which is no table`] : []),
        ...(to !== undefined && isLinked ? ['points where its foreign key does'] : []),
      ]
      return faults.map((fault) => `${table.name}.${name}: ${fault}`)
    }),
  ])
}

function faultsOfTable({ name, isView, comment }: Table): string[] {
  const parts = (isView ? viewComment : tableComment).exec(comment ?? '')?.groups
  if (parts === undefined) return [`no comment of the form \`room: sentence. Grows with …. Kept ….\``]
  return [
    ...faultsOfText(`${parts['what']}.`, name),
    ...(rooms[parts['room'] ?? ''] === undefined ? [`${parts['room']} is no room`] : []),
  ]
}

/** Words that tell nothing beside a name. */
const fillers = new Set(['a', 'an', 'the', 'of', 'its', 'this', 'is'])

function faultsOfText(text: string, name: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []
  const ofName = new Set(name.split(/[_ ]/u))
  return [
    ...(words.every((word) => fillers.has(word) || ofName.has(word)) ? ['says no more than its name'] : []),
    ...(/^[\p{Lu}\d].*\.$/u.test(text) ? [] : ['is no sentence']),
    ...(/\b(?:he|his|him|she|her|somebody|someone)\b/iu.test(text) ? ['names a person by a pronoun'] : []),
    // Names of vendors are said by their adapters alone; tidy.test.ts says how.
    ...(/octopus|dossier|(?<!\p{L})bol(?!\p{L})/iu.test(text) ? ['names a vendor'] : []),
  ]
}

/** @returns Markdown. Comments must be without faults. */
export function schemaPage(catalogue: Catalogue): string {
  const inRoom = (room: string): Table[] =>
    catalogue.tables.filter(({ comment }) => comment?.startsWith(`${room}: `) === true)
  const parts = Object.entries(rooms).map(([room, title]) => roomText(catalogue, title, inRoom(room)))
  return `${[intro(catalogue), ...parts].join('\n\n')}\n`
}

function intro({ tables }: Catalogue): string {
  const count = tables.filter(({ isView }) => !isView).length
  const titles = Object.values(rooms).map((title) => `- [${title}](#${anchor(title)})`)
  return `# The tables

What each of the ${count} tables and each of their columns is, by room. The database says it: these are its own comments, which \`\\d+ document\` shows too.
A test writes this page (\`./tentakel test test/schema.test.ts -u\`) and holds it equal to what the migrations make, so a new table or column brings its
\`comment on\` in its own migration. Words are those of the [glossary](glossary.md); how long each kind of data is kept, and what is sealed, is told in
[What is sealed, what is kept, and copies](contributor/data-and-copies.md).

${titles.join('\n')}

How to read it:

- \`timestamp with time zone\` is an instant, kept in UTC; \`date\` is a day in Brussels. \`_cents\` are whole cents, \`_bp\` basis points (2100 is 21 %).
- \`_sealed\` is AES-256-GCM with a key for each value, which a key outside of the database wraps. \`_hash\` is SHA-256, keyed where the text says so.
- *Of one company*: row-level security is forced, and a transaction sees the rows of the company that it was opened for. *Of the installation*: rows
  that must be found before any company is known. *Kept for good*: until the company is erased.
- *Grows with* tells what makes rows: orders, days, settlements and calls go on; connections, companies, people and the ledger's lists are few; nothing
  means that it stays as it is.
- A link after a column's text leads to the table that it points into. In the pictures a whole line is a foreign key, a dotted one a column that points
  there without a constraint. Nearly every table points to \`tenant\` and \`connection\`; these lines are drawn where they are foreign keys.
- The queue's own tables stand in the schema \`pgboss\`; they are the library's and hold names of jobs with ids, no data of the books. The library of accounts
  has no tables of its own: it reads and writes \`account\`, \`credential\`, \`second_proof\`, \`web_session\` and \`pending_proof\`.`
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/gu, '')
    .replaceAll(' ', '-')
}

function roomText(catalogue: Catalogue, title: string, tables: Table[]): string {
  const texts = tables.map((table) => (table.isView ? viewText(table) : tableText(catalogue, table)))
  return [`## ${title}`, picture(catalogue, tables), ...texts].join('\n\n')
}

function viewText({ name, comment }: Table): string {
  const { what } = viewComment.exec(comment ?? '')?.groups ?? {}
  return `### ${name}\n\nA view. ${what}.`
}

function tableText(catalogue: Catalogue, table: Table): string {
  const { what, growth: grows, kept } = tableComment.exec(table.comment ?? '')?.groups ?? {}
  const key = table.key.map((name) => `\`${name}\``).join(', ')
  const rows = table.columns.map((column) => columnRow(catalogue, table, column))
  return `### ${table.name}

${what}. Key: ${key}. ${table.isOfCompany ? 'Of one company' : 'Of the installation'}. Grows with ${grows}. Kept ${kept}.

| column | type | null | what it is |
| --- | --- | --- | --- |
${rows.join('\n')}`
}

function columnRow({ links }: Catalogue, table: Table, { name, type, isNullable, comment }: Column): string {
  const targets = links.filter((link) => link.from === table.name && link.columns.includes(name)).map(({ to }) => to)
  const text = (comment ?? '').replace(arrow, '')
  const pointed = arrow.exec(comment ?? '')?.groups?.['table']
  const ways = [...new Set([...targets, ...(pointed === undefined ? [] : [pointed])])].map((to) => ` → [${to}](#${to})`)
  return `| \`${name}\` | ${type} | ${isNullable ? 'null' : ''} | ${text.replaceAll('|', String.raw`\|`)}${ways.join('')} |`
}

function picture({ tables: all, links }: Catalogue, tables: Table[]): string {
  const drawn = tables.flatMap((table) => {
    const line = (to: string, columns: string[], dash: string): string => {
      // What comes before in its key is the same in both; the column itself stands for the last.
      const key = all.find(({ name }) => name === to)?.key.slice(0, -1) ?? []
      return `${to} ${oneOrNone(table, columns)}${dash}${manyOrOne(table, [...columns, ...key])} ${table.name} : "${columns.join(', ')}"`
    }
    return [
      ...links.filter(({ from }) => from === table.name).map(({ to, columns }) => line(to, columns, '--')),
      ...table.columns.flatMap(({ name, comment }) => {
        const to = arrow.exec(comment ?? '')?.groups?.['table']
        return to === undefined || to === 'tenant' || to === 'connection' ? [] : [line(to, [name], '..')]
      }),
    ]
  })
  const alone = tables.filter(({ name, isView }) => !isView && !drawn.some((line) => line.split(' ').includes(name)))
  const lines = [...alone.map(({ name }) => name), ...drawn].map((line) => `  ${line}`)
  return `\`\`\`mermaid\nerDiagram\n${lines.join('\n')}\n\`\`\``
}

/** Whether each row points to one, or may point to none. */
function oneOrNone({ columns }: Table, names: string[]): string {
  return columns.some(({ name, isNullable }) => isNullable && names.includes(name)) ? '|o' : '||'
}

/** Whether several rows may point to the same one. */
function manyOrOne({ uniques }: Table, names: string[]): string {
  return uniques.some((unique) => unique.every((name) => names.includes(name))) ? 'o|' : 'o{'
}
