import { NativeSelect, Skeleton } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAll, useAsk } from '../../api/queries.ts';
import { Empty } from '../../kit/empty.tsx';
import { Page } from '../../kit/page.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { SaleForm } from './sale-form.tsx';
import { words } from './new-order-words.ts';

/** A sale by staff: it holds the seats; the order's page then confirms and takes the money. */
export default function NewOrderPage(): ReactNode {
  const say = useWords(words);
  const { event } = useSearch({ strict: false });
  const navigate = useNavigate();
  const where = [{ column: 'status', value: 'published' }];
  const events = useAll('list_events', { query: { order: '-id', where } });
  const choose = (id: string): void =>
    void navigate({ to: '.', search: { event: id === '' ? undefined : id }, replace: true });
  const found = events.data?.items;
  if (events.error !== null)
    return (
      <Page title={say('title')}>
        <Trouble error={events.error} onRetry={() => void events.refetch()} />
      </Page>
    );
  if (found === undefined)
    return (
      <Page title={say('title')}>
        <Skeleton height={60} />
      </Page>
    );
  const chosen = event ?? (found.length === 1 ? String(found[0]?.id) : undefined);
  return (
    <Page title={say('title')}>
      {found.length === 0 ? (
        <Empty title={say('noEvents')} next={say('noEventsNext')} />
      ) : (
        <NativeSelect
          label={say('event')}
          value={chosen ?? ''}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
          data={[
            { value: '', label: say('chooseEvent') },
            ...found.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
        />
      )}
      {chosen !== undefined && <Offers key={chosen} event_id={Number(chosen)} />}
    </Page>
  );
}

function Offers({ event_id }: { readonly event_id: number }): ReactNode {
  const say = useWords(words);
  const offers = useAsk('list_sale_offers', { params: { id: event_id } });
  if (offers.error !== null) return <Trouble error={offers.error} onRetry={() => void offers.refetch()} />;
  if (offers.data === undefined) return <Skeleton height={200} />;
  // a pack that says not what it is made of is filled by programs alone
  const items = offers.data.items.filter(({ pack, parts }) => !pack || (parts?.length ?? 0) > 0);
  if (items.length === 0) return <Empty title={say('noOffers')} next={say('noEventsNext')} />;
  return <SaleForm offers={items} complete={offers.data.complete} />;
}
