import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import '@mantine/notifications/styles.css';
import './kit.css';
import {
  Anchor,
  createTheme,
  Drawer,
  Modal,
  MantineProvider,
  type CSSVariablesResolver,
} from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { queryClient } from '../api/queries.ts';

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
  components: {
    // a link within a text is not known by its colour alone
    Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }),
    // a dialog's head is not the page's banner
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'none' } } } }),
    Drawer: Drawer.extend({ defaultProps: { attributes: { header: { role: 'none' } } } }),
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
  },
});

/** What every face stands in: theme, light or dark, notices, what was read of the office. */
export function Face({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} cssVariablesResolver={contrasts} defaultColorScheme="auto">
        <Notifications position="bottom-right" />
        {children}
      </MantineProvider>
    </QueryClientProvider>
  );
}
