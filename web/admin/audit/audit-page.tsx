import { Code, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAll, useList, type ItemOf } from '../../api/queries.ts';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { betweenDays, FilterBar, useFilters, type Filter } from '../../kit/filters.tsx';
import { Page } from '../../kit/page.tsx';
import { When } from '../../kit/when.tsx';
import { useMay, useOrganizer } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { actions, actionWords, subjects, thingWords } from './action-names.ts';
import { ChainSection } from './chain-section.tsx';
import { words } from './words.ts';

type Entry = ItemOf<'list_ledger'>;

const actors = ['user', 'credential', 'connection', 'device', 'buyer', 'system'] as const;

/** Every change, the latest first. */
export default function AuditPage(): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const may = useMay()('access.read');
  const users = useAll('list_users', { query: { order: 'name' } }, { enabled: may });
  const people = (users.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
  const filters: readonly Filter[] = [
    {
      name: 'actor_kind',
      label: say('who'),
      options: actors.map((kind) => ({ value: kind, label: say(kind) })),
    },
    // who may read the ledger may not always read who works here
    ...(people.length === 0
      ? []
      : [{ name: 'actor_id', label: say('person'), type: 'number', options: people } as const]),
    {
      name: 'action',
      label: say('action'),
      options: optionsOf(actions, (one) => actionWords(language, one), language),
    },
    {
      name: 'subject_kind',
      label: say('subject'),
      options: optionsOf(subjects, (one) => thingWords(language, one), language),
    },
    { name: 'subject_id', label: say('subjectId'), type: 'number' },
    { name: 'from', label: say('from'), type: 'from' },
    { name: 'until', label: say('until'), type: 'until' },
  ];
  const { values, where: asked = [], filtered } = useFilters(filters);
  const { zone = 'UTC' } = useOrganizer() ?? {};
  const where = [...asked, ...betweenDays('recorded_at', values, zone)];
  const list = useList('list_ledger', { query: { order: '-id', where } });
  const columns: readonly Column<Entry>[] = [
    { key: 'action', title: say('action'), render: (entry) => <Did {...entry} /> },
    { key: 'when', title: say('when'), render: ({ recorded_at }) => <When at={recorded_at} /> },
    { key: 'who', title: say('who'), render: ({ actor }) => actor.name ?? say(actor.kind) },
    {
      key: 'subject',
      title: say('subject'),
      render: ({ subject: { kind, id } }) => `${thingWords(language, kind) ?? kind} ${id}`,
    },
    { key: 'details', title: say('details'), render: (entry) => <Details {...entry} /> },
  ];
  return (
    <Page title={say('title')}>
      <ChainSection />
      <FilterBar filters={filters} />
      <DataList
        label={say('title')}
        list={list}
        filtered={filtered}
        columns={columns}
        keyOf={({ id }) => id}
        empty={<Empty title={say('none')} next={say('noneNext')} />}
      />
    </Page>
  );
}

/** By their words, in the order of the language. */
function optionsOf(
  values: readonly string[],
  wordsOf: (value: string) => string | undefined,
  language: string,
): { readonly value: string; readonly label: string }[] {
  return values
    .map((value) => ({ value, label: wordsOf(value) ?? value }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language));
}

/** What was done, in words; the code of one that a newer office writes. */
function Did({ action }: Entry): ReactNode {
  const language = useLanguage();
  const said = actionWords(language, action);
  return said === undefined ? <Code>{action}</Code> : <span title={action}>{said}</span>;
}

function Details({ before, after, reason }: Entry): ReactNode {
  const say = useWords(words);
  const parts = [
    [say('before'), before],
    [say('after'), after],
  ] as const;
  const told = parts.filter(([, value]) => value !== null && value !== undefined);
  if (told.length === 0 && reason === null) return say('nothing');
  return (
    <details>
      <summary>{say('details')}</summary>
      <Stack gap={4} mt={4}>
        {reason !== null && (
          <Text size="sm">
            {say('reason')} : {reason}
          </Text>
        )}
        {told.map(([title, value]) => (
          <div key={title}>
            <Text size="xs" c="dimmed">
              {title}
            </Text>
            <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', textAlign: 'left' }}>
              {JSON.stringify(value, null, 2)}
            </Code>
          </div>
        ))}
      </Stack>
    </details>
  );
}
