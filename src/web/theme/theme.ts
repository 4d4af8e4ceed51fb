/** The look of the kit's components, from the tokens of `tokens.css`. Colours that mean a state are tones, never the kit's palette. */
import {
  createTheme,
  type Alert,
  type Badge,
  type Button,
  type Card,
  type Input,
  type Modal,
  type Table,
  type Tabs,
} from '@mantine/core'

export type Tone = 'green' | 'amber' | 'red' | 'blue' | 'violet' | 'grey'

const tones = new Set<string>(['green', 'amber', 'red', 'blue', 'violet', 'grey'] satisfies Tone[])
const toneOf = (color: string | undefined): string => (color !== undefined && tones.has(color) ? color : 'grey')

/** As the component's own `extend`, which would bring the component itself to the first page. */
const of = <C extends { extend: (look: never) => unknown }>(look: Parameters<C['extend']>[0]) => look

const ink = [
  '#eeeef0',
  '#d5d6da',
  '#b9bcc4',
  '#989ba4',
  '#7e818a',
  '#686b74',
  '#565962',
  '#4b4e57',
  '#33363f',
  '#1a1c21',
] as const

export const theme = createTheme({
  colors: { ink },
  primaryColor: 'ink',
  primaryShade: { light: 9, dark: 0 },
  autoContrast: true,
  fontFamily: 'var(--tk-font)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  radius: { sm: '6px', md: '8px', lg: '12px' },
  defaultRadius: 'md',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
      h4: { fontSize: '14px', lineHeight: '20px' },
      h5: { fontSize: '13px', lineHeight: '20px' },
    },
  },
  components: {
    Alert: of<typeof Alert>({
      vars: (_, { color }) => ({
        root: { '--alert-bg': `var(--tk-${toneOf(color)}-tint)`, '--alert-color': 'var(--tk-ink)', '--alert-bd': '0' },
      }),
    }),
    Badge: of<typeof Badge>({
      defaultProps: { size: 'lg', radius: 'sm', tt: 'none' },
      vars: (_, { color }) => ({
        root: {
          '--badge-bg': `var(--tk-${toneOf(color)}-tint)`,
          '--badge-color': `var(--tk-${toneOf(color)}-ink)`,
          '--badge-bd': '0',
        },
      }),
    }),
    Button: of<typeof Button>({
      defaultProps: { size: 'sm' },
      vars: (_, { color, variant = 'filled' }) => ({
        root:
          color !== 'red'
            ? // The kit chooses white for the light scheme's ink, and would for the dark one's too.
              color === undefined && variant === 'filled'
              ? { '--button-color': 'var(--tk-on-ink)' }
              : {}
            : variant === 'filled'
              ? {
                  '--button-bg': 'var(--tk-red)',
                  '--button-hover': 'var(--tk-red-ink)',
                  '--button-color': 'var(--tk-on-red)',
                }
              : {
                  '--button-bg': 'transparent',
                  '--button-hover': 'var(--tk-red-tint)',
                  '--button-color': 'var(--tk-red-ink)',
                  '--button-bd': '1px solid var(--tk-line-2)',
                },
      }),
    }),
    Card: of<typeof Card>({ defaultProps: { radius: 'lg' } }),
    Input: of<typeof Input>({ classNames: { wrapper: 'field-edge' } }),
    Modal: of<typeof Modal>({ defaultProps: { radius: 'lg', padding: 'lg' } }),
    Table: of<typeof Table>({ defaultProps: { verticalSpacing: 'xs', borderColor: 'var(--tk-line)' } }),
    // An area that scrolls sideways can be reached by keyboard too.
    TableScrollContainer: { defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } },
    Tabs: of<typeof Tabs>({ defaultProps: { color: 'ink' } }),
  },
})
