import type { ReactNode } from 'react';
import { useList } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { AnchorTo, ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

export default function HallsPage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const list = useList('list_halls', { query: { order: '-id' } });
  const adding = may('catalogue.write') && <ButtonTo to="/halls/new">{say('add')}</ButtonTo>;
  return (
    <Page title={say('title')} actions={adding}>
      <DataList
        label={say('title')}
        list={list}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'name',
            title: say('name'),
            render: ({ id, name }) => (
              <AnchorTo inherit to="/halls/$id" params={{ id: String(id) }}>
                {name}
              </AnchorTo>
            ),
          },
          {
            key: 'made',
            title: say('made'),
            render: ({ created_at }) => <When at={created_at} as="date" />,
          },
        ]}
        empty={
          <Empty title={say('none')} next={say('noneNext')}>
            {adding}
          </Empty>
        }
      />
    </Page>
  );
}
