import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { LinkTabs } from '../../kit/link-tabs.tsx';
import { Page } from '../../kit/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { MissingPage } from '../frame/missing-page.tsx';
import { Articles, Counters, Departments, DiningTables, PaymentModes, Variations } from './parts.tsx';
import { words } from './words.ts';

const parts = {
  articles: Articles,
  departments: Departments,
  variations: Variations,
  tables: DiningTables,
  payments: PaymentModes,
  tills: Counters,
} as const;
type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];

/** What is sold over the counter, how it is paid, and at which tills. */
export default function CounterSetupPage(): ReactNode {
  const say = useWords(words);
  const { part = 'articles' } = useParams({ strict: false });
  const here = names.find((name) => name === part);
  if (here === undefined) return <MissingPage />;
  const Shown = parts[here];
  return (
    <Page title={say('title')}>
      <LinkTabs
        label={say('title')}
        here={`/counter-setup/${here}`}
        links={names.map((name) => ({ to: `/counter-setup/${name}`, word: say(name) }))}
      />
      <Shown />
    </Page>
  );
}
