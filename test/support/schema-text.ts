/** The schema as SQL, read from the catalogue: what the migrations together make. Column by column, so that a change is a line. */
import { Client } from 'pg'

const own = `c.relnamespace = 'public'::regnamespace`

const parts: [title: string, query: string][] = [
  [
    'tables',
    `select 'create table ' || c.relname || E' (\\n' || string_agg('  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attidentity = 'a' then ' generated always as identity' else coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') end
        || case when a.attnotnull then ' not null' else '' end, E',\\n' order by a.attnum) || E'\\n);'
        || case when c.relrowsecurity then E'\\nalter table ' || c.relname || ' enable row level security;' else '' end
        || case when c.relforcerowsecurity then E'\\nalter table ' || c.relname || ' force row level security;' else '' end as text
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relkind = 'r' and ${own} group by c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity order by c.relname`,
  ],
  [
    'constraints',
    `select 'alter table ' || c.relname || ' add constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) || ';' as text
      from pg_constraint k join pg_class c on c.oid = k.conrelid where ${own} and k.contype <> 'n' order by c.relname, k.conname`,
  ],
  [
    'indexes',
    `select pg_get_indexdef(i.indexrelid) || ';' as text from pg_index i join pg_class c on c.oid = i.indrelid
      where ${own} and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by 1`,
  ],
  [
    'views',
    `select 'create view ' || c.relname || ' as' || E'\\n' || pg_get_viewdef(c.oid, true) as text from pg_class c where c.relkind = 'v' and ${own} order by c.relname`,
  ],
  [
    'functions',
    `select pg_get_functiondef(p.oid) || ';' as text from pg_proc p where p.pronamespace = 'public'::regnamespace order by p.proname, pg_get_function_identity_arguments(p.oid)`,
  ],
  [
    'triggers',
    `select pg_get_triggerdef(t.oid) || ';' as text from pg_trigger t join pg_class c on c.oid = t.tgrelid where ${own} and not t.tgisinternal order by c.relname, t.tgname`,
  ],
  [
    'policies',
    `select 'create policy ' || p.polname || ' on ' || c.relname || coalesce(' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
        || coalesce(' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '') || ';' as text
      from pg_policy p join pg_class c on c.oid = p.polrelid where ${own} order by c.relname, p.polname`,
  ],
]

export async function schemaText(url: string): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const texts = ['-- What the migrations make together. Written by a test; see CONTRIBUTING.md.']
    for (const [title, query] of parts) {
      const { rows } = await client.query<{ text: string }>(query)
      if (rows.length > 0) texts.push(`-- ${title}`, ...rows.map(({ text }) => text.replaceAll(/[ \t]+$/gmu, '')))
    }
    return `${texts.join('\n\n')}\n`
  } finally {
    await client.end()
  }
}
