import { Button, Loader, SegmentedControl } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useEffect, useState, type ReactNode } from 'react';
import { useLocation, useParams, useSearch } from 'wouter';
import { Empty } from '../../kit/empty.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { FindField } from '../frame/find-field.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { useCode } from '../sell/use-code.ts';
import { useFoundOrders } from './find-orders.ts';
import { FoundRow } from './found-row.tsx';
import { OrderPanel } from './order-panel.tsx';
import { SoldOrders } from './sold-orders.tsx';
import { WaitingOrders } from './waiting-orders.tsx';
import { words } from './words.ts';

type List = 'sold' | 'waiting' | 'found';

/** On the left the orders of the till, those that wait, those that were looked for; on the right one of them. */
export default function OrdersPage(): ReactNode {
  const say = useWords(words);
  useDocumentTitle(`${say('title')} · Guichet`);
  const [, navigate] = useLocation();
  const findCode = useCode();
  const { id: idText } = useParams();
  const id = idText === undefined ? undefined : Number(idText);
  const search = new URLSearchParams(useSearch());
  const q = search.get('q') ?? '';
  const [list, setList] = useState<List>('sold');
  const shown = q === '' ? (list === 'found' ? 'sold' : list) : 'found';
  useShortcuts({
    Escape: id === undefined ? (q === '' ? undefined : () => navigate('/orders')) : () => navigate('/orders'),
  });
  return (
    <div className={`orders ${id === undefined ? '' : 'orders-one'}`}>
      <h1 className="unseen">{say('title')}</h1>
      <section className="orders-list" aria-label={say('lists')}>
        <Find
          key={q}
          text={q}
          // the code of an article does here what it does everywhere
          onFind={(text) => (text === '' ? navigate('/orders') : findCode(text))}
        />
        <SegmentedControl
          size="md"
          aria-label={say('lists')}
          value={shown}
          onChange={(value) => {
            setList(value as List);
            navigate('/orders');
          }}
          data={[
            { value: 'sold', label: say('sold') },
            { value: 'waiting', label: say('waiting') },
            ...(q === '' ? [] : [{ value: 'found', label: say('found') }]),
          ]}
        />
        {shown === 'sold' && <SoldOrders chosen={id} />}
        {shown === 'waiting' && <WaitingOrders chosen={id} />}
        {shown === 'found' && <FoundOrders text={q} chosen={id} />}
      </section>
      <section className="orders-detail" aria-label={say('title')}>
        {id === undefined ? (
          <Empty title={say('choose')} next={say('chooseNext')} />
        ) : (
          <>
            <Button className="orders-back" size="md" variant="default" onClick={() => navigate('/orders')}>
              {say('backToList')}
            </Button>
            <OrderPanel key={`${id} ${search.has('pay')}`} id={id} pays={search.has('pay')} />
          </>
        )}
      </section>
    </div>
  );
}

interface FindProps {
  readonly text: string;
  readonly onFind: (text: string) => void;
}

/** Looks for orders anew with each text that is entered. */
function Find({ text, onFind }: FindProps): ReactNode {
  const say = useWords(words);
  const [typed, setTyped] = useState(text);
  return (
    <FindField
      label={say('find')}
      hint={say('findHint')}
      text={typed}
      onChange={setTyped}
      onClear={() => {
        setTyped('');
        onFind('');
      }}
      onEnter={() => onFind(typed.trim())}
    />
  );
}

function FoundOrders({
  text,
  chosen,
}: {
  readonly text: string;
  readonly chosen: number | undefined;
}): ReactNode {
  const say = useWords(words);
  const [, navigate] = useLocation();
  const found = useFoundOrders(text);
  const [only] = found.data?.length === 1 ? found.data : [];
  useEffect(() => {
    // what was scanned names one order: it is opened
    if (only !== undefined) navigate(`/orders/${only.id}?q=${encodeURIComponent(text)}`, { replace: true });
  }, [only, text, navigate]);
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Loader aria-hidden />;
  if (found.data.length === 0)
    return <Empty title={say('noneFound', { text })} next={say('noneFoundNext')} />;
  return (
    <ul className="rows">
      {found.data.map((order) => (
        <FoundRow
          key={order.id}
          order={order}
          search={`?q=${encodeURIComponent(text)}`}
          chosen={order.id === chosen}
        />
      ))}
    </ul>
  );
}
