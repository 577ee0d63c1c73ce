import type { ReactNode } from 'react';
import { useList } from '../../api/queries.ts';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { AnchorTo, ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { Health, type Connection } from './health.tsx';
import { words } from './words.ts';

const look_every_ms = 5_000;

/** Every system that the office works with, and how each is. */
export default function ConnectionsPage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const list = useList('list_connections', {}, { every_ms: look_every_ms, told: true });
  const add = may('hub.write') ? <ButtonTo to="/connections/new">{say('add')}</ButtonTo> : undefined;
  const columns: readonly Column<Connection>[] = [
    {
      key: 'name',
      title: say('name'),
      render: ({ id, name }) => (
        <AnchorTo to="/connections/$id" params={{ id: String(id) }}>
          {name}
        </AnchorTo>
      ),
    },
    { key: 'health', title: say('state'), render: (one) => <Health of={one} /> },
    {
      key: 'run',
      title: say('lastRun'),
      render: ({ last_run }) => (last_run === null ? say('never') : <When at={last_run.started_at} />),
    },
    { key: 'waiting', title: say('waiting'), figures: true, render: ({ waiting }) => waiting },
    { key: 'dead', title: say('dead'), figures: true, render: ({ dead }) => dead },
    { key: 'aside', title: say('quarantined'), figures: true, render: ({ quarantined }) => quarantined },
    {
      key: 'drift',
      title: say('drift'),
      figures: true,
      render: ({ drift }) => (drift === null ? '–' : drift.differing),
    },
  ];
  return (
    <Page title={say('title')} actions={add}>
      <DataList
        label={say('title')}
        list={list}
        columns={columns}
        keyOf={({ id }) => id}
        empty={
          <Empty title={say('none')} next={say('noneNext')}>
            {add}
          </Empty>
        }
      />
    </Page>
  );
}
