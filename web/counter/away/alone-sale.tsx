import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Empty } from '../../kit/empty.tsx';
import { Money } from '../../kit/money.tsx';
import { useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { articleOf, empty_basket, withItem, type Article, type Variation } from '../sell/basket.ts';
import { Tile } from '../sell/tile.tsx';
import { AlonePanel } from './alone-panel.tsx';
import { away } from './away.ts';
import { words } from './words.ts';

/** Articles for cash while the office is away: what it counts itself (tickets, stocks) it alone can sell. */
export default function AloneSale(): ReactNode {
  const say = useWords(words);
  useDocumentTitle(`${say('aloneTitle')} · Guichet`);
  const { currency } = useTill();
  // the copy on the disk: what the page has read may be gone with the page
  const kept = useQuery({
    queryKey: ['kept catalogue'],
    queryFn: async () => (await away.catalogue()) ?? null,
    networkMode: 'always',
  });
  const [basket, setBasket] = useState(empty_basket);
  const catalogue = kept.data ?? undefined;
  const cash = catalogue?.payment_modes.find(({ method, takes }) => method === 'cash' && takes);
  const tiles = (catalogue?.articles ?? []).flatMap(tilesOf);
  return (
    <main className="sell" id="alone" tabIndex={-1} data-in-front>
      <section className="sell-shop" aria-label={say('aloneTitle')}>
        <h1 className="alone-title">{say('aloneTitle')}</h1>
        {kept.isSuccess && (tiles.length === 0 || cash === undefined) ? (
          <Empty title={say('nothing')} next={say('nothingNext')} />
        ) : (
          <div className="tiles">
            {tiles.map(({ key, title, amount, counted, article, variations }) => (
              <Tile
                key={key}
                title={title}
                below={<Money amount={amount} currency={currency} />}
                disabled={counted}
                note={counted ? say('notAlone') : undefined}
                onChoose={() => setBasket((old) => withItem(old, articleOf(article, variations)))}
              />
            ))}
          </div>
        )}
      </section>
      <section className="sell-basket" aria-label={say('basket')}>
        {cash !== undefined && <AlonePanel basket={basket} cash_id={cash.id} onChange={setBasket} />}
      </section>
    </main>
  );
}

interface ArticleTile {
  readonly key: string;
  readonly title: string;
  readonly amount: number;
  readonly article: Article;
  readonly variations: readonly Variation[];
  /** a ticket, or a stock that others draw from too */
  readonly counted: boolean;
}

/** A tile for each way to sell an article: its variation is chosen by touching the right one. */
function tilesOf(article: Article): ArticleTile[] {
  const { id, name, amount, offer_id, left } = article;
  const counted = offer_id !== null || left !== null;
  const ways = article.variations.length === 0 ? [undefined] : article.variations;
  return ways.map((variation) => ({
    key: `${id} ${variation?.id ?? ''}`,
    title: variation === undefined ? name : `${name} · ${variation.name}`,
    amount: amount + (variation?.surcharge ?? 0),
    variations: variation === undefined ? [] : [variation],
    ...{ article, counted },
  }));
}
