import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import './kit.css';
import { createTheme, MantineProvider, type CSSVariablesResolver } from '@mantine/core';
import type { ReactNode } from 'react';

const theme = createTheme({
  primaryColor: 'brick',
  colors: {
    brick: [
      ...(['#fdf0ea', '#f8dccf', '#efbaa2', '#e69672', '#dd7648'] as const),
      ...(['#cf5f2c', '#b94d1b', '#a34013', '#8a2b06', '#6b2004'] as const),
    ],
  },
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  // by name: naming the components themselves would load all of them at once, dialogs too
  components: {
    // a link within a text is not known by its colour alone
    Anchor: { defaultProps: { underline: 'always' } },
    // a dialog's head is not the page's banner
    Modal: { defaultProps: { attributes: { header: { role: 'none' } } } },
    Drawer: { defaultProps: { attributes: { header: { role: 'none' } } } },
  },
});

/** Mantine's quieter texts do not reach the contrast of WCAG AA on white; these do. */
const contrasts: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-error': colors.red[9],
  },
  dark: {
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-placeholder': colors.dark[1],
    '--mantine-color-error': colors.red[4],
    // on panels as well, which are lighter than the page
    '--mantine-color-anchor': colors['brick']?.[3] ?? '',
  },
});

/** What every face stands in: theme, light or dark. */
export function Face({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={contrasts} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}
