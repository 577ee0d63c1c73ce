import { useDocumentTitle } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useWords } from '../../words/use-words.ts';
import type { Show } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { BasketPanel } from './basket-panel.tsx';
import { PayPanel } from './pay-panel.tsx';
import { OfferTiles } from './offer-tiles.tsx';
import { ShowTiles } from './show-tiles.tsx';
import { SoldPanel } from './sold-panel.tsx';
import { words } from './words.ts';

/** On the left what is sold, on the right the basket, then how it is paid, then what was sold. */
export function SellPage(): ReactNode {
  const say = useWords(words);
  useDocumentTitle(`${say('title')} · Guichet`);
  const { basket, sold } = useBasket();
  const [show, setShow] = useState<Show>();
  const [paying, setPaying] = useState(false);
  const pays = paying && basket.items.length > 0;
  return (
    <div className={`sell ${pays || sold !== undefined ? 'sell-paying' : ''}`}>
      <h1 className="unseen">{say('title')}</h1>
      <section className="sell-shop" aria-label={say('kinds')}>
        {show === undefined ? (
          <ShowTiles onChoose={setShow} />
        ) : (
          <OfferTiles show={show} onBack={() => setShow(undefined)} />
        )}
      </section>
      <section className="sell-basket" aria-label={say(pays ? 'payments' : 'basket')}>
        {sold !== undefined ? (
          <SoldPanel sold={sold} onNext={() => setShow(undefined)} />
        ) : pays ? (
          <PayPanel onBack={() => setPaying(false)} />
        ) : (
          <BasketPanel onPay={() => setPaying(true)} />
        )}
      </section>
    </div>
  );
}
