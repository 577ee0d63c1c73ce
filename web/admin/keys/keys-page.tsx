import { Code } from '@mantine/core';
import type { ReactNode } from 'react';
import { useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { ConfirmButton } from '../../kit/confirm-button.tsx';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { sayDone } from '../../kit/done.ts';
import { Empty } from '../../kit/empty.tsx';
import { FilterBar, useFilters, type Filter } from '../../kit/filters.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { vendors, vendorTitle } from './vendors.ts';
import { words } from './words.ts';

type Key = ItemOf<'list_keys'>;

export default function KeysPage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const filters: readonly Filter[] = [
    {
      name: 'dialect',
      label: say('dialect'),
      options: [
        { value: 'api', label: say('api') },
        { value: 'hub', label: say('hub') },
        ...Object.entries(vendors).map(([value, { title }]) => ({ value, label: title })),
      ],
    },
  ];
  const { where, filtered } = useFilters(filters);
  const list = useList('list_keys', { query: { order: '-id', where } });
  const create = may('access.write') && <ButtonTo to="/keys/new">{say('create')}</ButtonTo>;
  return (
    <Page title={say('title')} actions={create}>
      <FilterBar filters={filters} />
      <DataList
        label={say('title')}
        list={list}
        filtered={filtered}
        columns={useColumns(list.dataUpdatedAt)}
        keyOf={({ id }) => id}
        empty={
          <Empty title={say('none')} next={say('noneNext')}>
            {create}
          </Empty>
        }
      />
    </Page>
  );
}

/** `now`: when the list was read. */
function useColumns(now: number): readonly Column<Key>[] {
  const say = useWords(words);
  const columns: readonly Column<Key>[] = [
    { key: 'name', title: say('name'), render: ({ name }) => name },
    { key: 'dialect', title: say('dialect'), render: (key) => <Dialect dialect={key.dialect} /> },
    {
      key: 'hint',
      title: say('hint'),
      render: ({ hint, public_name }) => <Code>{public_name === '' ? hint : `${public_name} ${hint}`}</Code>,
    },
    { key: 'created', title: say('created'), render: ({ created_at }) => <When at={created_at} as="date" /> },
    { key: 'state', title: say('state'), render: (key) => <KeyState {...key} now={now} /> },
  ];
  const revoke: Column<Key> = {
    key: 'revoke',
    title: say('revoke'),
    acts: true,
    render: (key) => key.revoked_at === null && <Revoke {...key} />,
  };
  return useMay()('access.write') ? [...columns, revoke] : columns;
}

function Dialect({ dialect }: { readonly dialect: string }): ReactNode {
  const say = useWords(words);
  if (dialect === 'api' || dialect === 'hub') return say(dialect);
  return vendorTitle(dialect) ?? dialect;
}

function KeyState({ revoked_at, expires_at, now }: Key & { readonly now: number }): ReactNode {
  const say = useWords(words);
  if (revoked_at !== null) return <StateBadge mood="over">{say('revoked')}</StateBadge>;
  if (expires_at !== null && Date.parse(expires_at) < now)
    return <StateBadge mood="over">{say('expired')}</StateBadge>;
  return <StateBadge mood="good">{say('good')}</StateBadge>;
}

function Revoke({ id, name }: Key): ReactNode {
  const say = useWords(words);
  const revoke = useWrite('revoke_key', { changes: ['list_keys'] });
  return (
    <ConfirmButton
      act={say('revoke')}
      title={say('revokeTitle', { name })}
      lead={say('revokeLead')}
      final
      onConfirm={async () => {
        await revoke.mutateAsync({ params: { id } });
        sayDone(say('revokedNow'));
      }}
    />
  );
}
