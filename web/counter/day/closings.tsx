import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useList } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { Money } from '../../kit/money.tsx';
import { Section } from '../../kit/section.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import { words } from './words.ts';

/** The days of this till that are closed, the latest first, each with its Z. */
export function Closings({ onShow }: { readonly onShow: (session_id: number) => void }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { counter_id, currency, zone } = useTill();
  const list = useList('list_counter_sessions', {
    query: {
      order: '-id',
      limit: 10,
      where: [
        { column: 'counter_id', operator: '=', value: counter_id },
        { column: 'closed_at', operator: 'not null' },
      ],
    },
  });
  const amount = (value: number | null): ReactNode =>
    value === null ? null : <Money amount={value} currency={currency} />;
  return (
    <Section title={say('closings')} wide>
      <DataList
        label={say('closings')}
        list={list}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'closed',
            title: say('closed'),
            render: ({ closed_at }) => closed_at && whenText(closed_at, 'both', { zone, language }),
          },
          { key: 'holder', title: say('holder'), render: ({ holder }) => holder },
          {
            key: 'counted',
            title: say('counted'),
            figures: true,
            render: ({ closing_amount }) => amount(closing_amount),
          },
          {
            key: 'difference',
            title: say('difference'),
            figures: true,
            render: ({ difference }) => amount(difference),
          },
          {
            key: 'show',
            title: say('reportZ'),
            acts: true,
            render: ({ id }) => (
              <Button
                variant="default"
                size="sm"
                aria-label={say('showZ', { id })}
                onClick={() => onShow(id)}
              >
                {say('reportZ')}
              </Button>
            ),
          },
        ]}
        empty={<Empty title={say('noClosings')} next={say('noClosingsNext')} />}
      />
    </Section>
  );
}
