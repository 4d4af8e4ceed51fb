/** Fields of the settings, each bound to its place in the connection file. */
import {
  ActionIcon,
  Autocomplete,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Radio,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { faultText } from '../../domain/message/message.ts'
import type { Word } from '../language.tsx'
import { DayField } from '../parts/day-field.tsx'
import { useSpeech } from '../language.tsx'
import { faultAt, shownText, useDraft, valueAt } from './draft.tsx'

interface FieldProps {
  path: string
  word: Word
  text?: Word
}

function useField(path: string) {
  const { draft, faults, set } = useDraft()
  const { language } = useSpeech()
  const fault = faultAt(faults, path)
  const error = fault === undefined ? undefined : faultText(fault, language)
  return { value: valueAt(draft, path), error, set: (value: unknown) => set(path, value) }
}

interface TextProps extends FieldProps {
  type?: 'text' | 'date' | 'time'
  number?: boolean
}

/** An empty field is left out of the file, so that its default counts. */
export function TextField({ path, word, text, type = 'text', number = false }: TextProps) {
  const { say } = useSpeech()
  const { value, error, set } = useField(path)
  return (
    <TextInput
      type={type}
      label={say(word)}
      description={text === undefined ? undefined : say(text)}
      value={shownText(value)}
      onChange={({ currentTarget: { value: typed } }) =>
        set(typed === '' ? undefined : number ? asNumber(typed) : typed)
      }
      error={error}
      maw={420}
    />
  )
}

/** A field for an account or another number whose name is not in our words. While it is empty, its default is shown in light type. */
export function NumberField({ path, label, placeholder }: { path: string; label: string; placeholder: string }) {
  const { value, error, set } = useField(path)
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      value={shownText(value)}
      onChange={({ currentTarget: { value: typed } }) => set(typed === '' ? undefined : asNumber(typed))}
      error={error}
      maw={420}
    />
  )
}

export function DateField({ path, word }: FieldProps) {
  const { say } = useSpeech()
  const { value, error, set } = useField(path)
  return (
    <DayField
      label={say(word)}
      value={shownText(value)}
      onChange={(day) => set(day === '' ? undefined : day)}
      error={error}
      maw={420}
    />
  )
}

export interface Option {
  value: string
  label: string
  /** What choosing it means, where it is asked as the one question. */
  note?: string
}

/** More are a list. */
const answersInSight = 4

/** @param usual the meaning of an absent key */
export function ChoiceField({
  path,
  word,
  text,
  options,
  usual = '',
}: FieldProps & { options: Option[]; usual?: string }) {
  const { say } = useSpeech()
  const { value, error, set } = useField(path)
  const now = shownText(value) || usual
  const { isAsked = false } = useDraft()
  const known = options.some((option) => option.value === now)
  const answers = options.filter((option) => !['', 'hold'].includes(option.value))
  if (isAsked && answers.length <= answersInSight)
    return (
      <Radio.Group
        label={say(word)}
        description={text === undefined ? undefined : say(text)}
        value={now}
        onChange={(chosen) => set(typedAs(chosen))}
        error={error}
      >
        <Stack gap="xs" mt="xs">
          {answers.map((option) => (
            <Radio
              key={option.value}
              className="option"
              value={option.value}
              label={option.label}
              description={option.note}
            />
          ))}
        </Stack>
      </Radio.Group>
    )
  return (
    <NativeSelect
      label={say(word)}
      description={text === undefined ? undefined : say(text)}
      data={known ? options : [{ value: now, label: now === '' ? say('setNotChosen') : now }, ...options]}
      value={now}
      onChange={({ currentTarget }) => set(typedAs(currentTarget.value))}
      error={error}
      maw={620}
    />
  )
}

/** `true` and `false` are no words in the file; nothing chosen is left out. */
function typedAs(value: string): unknown {
  if (value === '') return undefined
  return value === 'true' ? true : value === 'false' ? false : value
}

export function SwitchField({ path, word, text }: FieldProps) {
  const { say } = useSpeech()
  const { value, error, set } = useField(path)
  return (
    <Checkbox
      label={say(word)}
      description={text === undefined ? undefined : say(text)}
      checked={value === true}
      onChange={({ currentTarget }) => set(currentTarget.checked)}
      error={error}
    />
  )
}

export interface Column {
  key: string
  word: Word
  /** Absent: a text. */
  options?: Option[]
  /** Typed, with these to choose from. */
  hints?: string[]
  number?: boolean
  width?: number
}

interface RowsProps {
  path: string
  title: Word
  text?: Word
  columns: Column[]
  blank: Record<string, unknown>
}

/** A list of the file, a line each. */
export function RowsField({ path, title, text, columns, blank }: RowsProps) {
  const { say } = useSpeech()
  const { value, set } = useField(path)
  const rows = Array.isArray(value) ? (value as Record<string, unknown>[]) : []
  return (
    <Stack gap="xs" component="fieldset" bd={0} p={0} m={0} miw={0}>
      <Text component="legend" fw={600} size="sm" mb={4}>
        {say(title)}
      </Text>
      {text !== undefined && <Text size="sm">{say(text)}</Text>}
      {rows.map((_, index) => (
        // eslint-disable-next-line react/no-array-index-key -- a line is its place in the list
        <Group key={index} align="end" gap="xs">
          {columns.map((column) => (
            <Cell key={column.key} path={`${path}[${index}].${column.key}`} column={column} line={index + 1} />
          ))}
          <ActionIcon
            variant="default"
            size={36}
            aria-label={say('setRemoveLine', { n: index + 1, title: say(title) })}
            onClick={() => set(rows.filter((__, other) => other !== index))}
          >
            ×
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        size="xs"
        w="fit-content"
        aria-label={`${say('setAddLine')}: ${say(title)}`}
        onClick={() => set([...rows, blank])}
      >
        {say('setAddLine')}
      </Button>
    </Stack>
  )
}

function Cell({ path, column, line }: { path: string; column: Column; line: number }) {
  const { say } = useSpeech()
  const { value, error, set } = useField(path)
  const shown = shownText(value)
  const common = {
    label: say(column.word),
    'aria-label': `${say(column.word)} ${line}`,
    value: shown,
    error,
    size: 'xs',
    w: column.width ?? 150,
  }
  const write = (text: string): void => set(text === '' ? undefined : column.number === true ? asNumber(text) : text)
  if (column.options !== undefined) {
    const known = column.options.some((option) => option.value === shown)
    return (
      <NativeSelect
        {...common}
        data={known ? column.options : [{ value: shown, label: shown === '' ? '–' : shown }, ...column.options]}
        onChange={({ currentTarget }) => write(currentTarget.value)}
      />
    )
  }
  if (column.hints !== undefined) return <Autocomplete {...common} data={column.hints} limit={40} onChange={write} />
  return <TextInput {...common} onChange={({ currentTarget }) => write(currentTarget.value)} />
}

/** Text that is not a number stays as it was typed, and the check of the file says what is wrong with it. */
function asNumber(text: string): number | string {
  const number = Number(text.trim().replace(',', '.'))
  return text.trim() === '' || Number.isNaN(number) || /[.,]$/u.test(text.trim()) ? text : number
}

/** A table of the file by key (`BE` → number), edited as a list. */
export function TableField({ path, title, text, keyWord, valueWord, number = false }: TableProps) {
  const { say } = useSpeech()
  const { value, error, set } = useField(path)
  const entries = Object.entries((value ?? {}) as Record<string, unknown>)
  const write = (index: number, entry: [string, unknown]): void =>
    set(Object.fromEntries(entries.map((old, at) => (at === index ? entry : old))))
  return (
    <Stack gap="xs" component="fieldset" bd={0} p={0} m={0} miw={0}>
      <Text component="legend" fw={600} size="sm" mb={4}>
        {say(title)}
      </Text>
      {text !== undefined && <Text size="sm">{say(text)}</Text>}
      {entries.map(([key, one], index) => (
        // eslint-disable-next-line react/no-array-index-key -- the key itself is typed here
        <Group key={index} align="end" gap="xs">
          <TextInput
            size="xs"
            w={90}
            label={say(keyWord)}
            aria-label={`${say(keyWord)} ${index + 1}`}
            value={key}
            onChange={({ currentTarget }) => write(index, [currentTarget.value.toUpperCase(), one])}
          />
          <TextInput
            size="xs"
            w={200}
            label={say(valueWord)}
            aria-label={`${say(valueWord)} ${index + 1}`}
            value={shownText(one)}
            onChange={({ currentTarget }) =>
              write(index, [key, number ? asNumber(currentTarget.value) : currentTarget.value])
            }
          />
          <ActionIcon
            variant="default"
            size={30}
            aria-label={say('setRemoveLine', { n: index + 1, title: say(title) })}
            onClick={() => set(Object.fromEntries(entries.filter((_, at) => at !== index)))}
          >
            ×
          </ActionIcon>
        </Group>
      ))}
      {error !== undefined && (
        <Text size="sm" c="var(--tk-red-ink)" role="alert">
          {error}
        </Text>
      )}
      <Button
        variant="default"
        size="xs"
        w="fit-content"
        aria-label={`${say('setAddLine')}: ${say(title)}`}
        disabled={entries.some(([key]) => key === '')}
        onClick={() => set({ ...((value ?? {}) as object), '': '' })}
      >
        {say('setAddLine')}
      </Button>
    </Stack>
  )
}

interface TableProps {
  path: string
  title: Word
  text?: Word
  keyWord: Word
  valueWord: Word
  number?: boolean
}
