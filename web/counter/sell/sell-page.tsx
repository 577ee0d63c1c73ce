import { SegmentedControl } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Fragment, lazy, Suspense, useState, type ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useWords } from '../../words/use-words.ts';
import { FindField } from '../frame/find-field.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { ArticleTiles } from './article-tiles.tsx';
import { countOf, seatedOf, withQuantity } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { BasketPanel } from './basket-panel.tsx';
import { OfferTiles } from './offer-tiles.tsx';
import { ShowTiles } from './show-tiles.tsx';
import { useCode } from './use-code.ts';
import { usePlace, type Kind } from './use-place.ts';
import { usePreview } from './use-preview.ts';
import { words } from './words.ts';

const PaySale = lazy(() => import('./pay-sale.tsx'));
const SoldPanel = lazy(() => import('./sold-panel.tsx'));
const UnansweredSale = lazy(() => import('./unanswered-sale.tsx'));
const SeatChoice = lazy(() => import('./seat-choice.tsx'));

/** On the left what is sold, on the right the basket, then how it is paid, then what was sold. */
export function SellPage(): ReactNode {
  const say = useWords(words);
  useDocumentTitle(`${say('title')} · Guichet`);
  const { basket, sold, change, next, selling, dismiss, unanswered, answered } = useBasket();
  const preview = usePreview(basket);
  const findCode = useCode();
  const [, navigate] = useLocation();
  const scanned = new URLSearchParams(useSearch()).get('article');
  const [{ kind, show, department_id }, move] = usePlace();
  // what is sold is shown anew for each sale, so that its first tile has the focus
  const [sale, setSale] = useState(0);
  const [seating, setSeating] = useState<string>();
  const [text, setText] = useState('');
  const [paying, setPaying] = useState(false);
  const pays = paying && basket.items.length > 0;
  const seated = basket.items.flatMap(seatedOf).find(({ key }) => key === seating);
  const turnTo = (to: Kind): void => {
    if (scanned !== null) navigate('/', { replace: true });
    move({ kind: to });
    setText('');
  };
  const back = (): void => {
    if (seating !== undefined) setSeating(undefined);
    else if (text !== '') setText('');
    else if (kind === 'tickets') move({ show: undefined });
  };
  const begin = (): void => {
    next();
    setPaying(false);
    setText('');
    setSale(sale + 1);
  };
  const last = basket.items.at(-1);
  const count = (step: number): void => {
    if (last !== undefined && !pays) change((old) => withQuantity(old, last.key, last.quantity + step));
  };
  useShortcuts({
    F6: () => turnTo(kind === 'tickets' ? 'articles' : 'tickets'),
    F9: preview.error === null && unanswered === undefined && !selling ? () => setPaying(true) : undefined,
    Escape: pays || sold !== undefined ? undefined : back,
    '+': () => count(1),
    '-': () => count(-1),
  });
  const enter = (): void => {
    findCode(text);
    setText('');
  };
  return (
    <div className={`sell ${pays || sold !== undefined ? 'sell-paying' : ''}`}>
      <h1 className="unseen">{say('title')}</h1>
      <section className="sell-shop" aria-label={say('kinds')}>
        <div className="shop-head">
          <SegmentedControl
            size="md"
            className="kinds"
            aria-label={say('kinds')}
            value={scanned === null ? kind : 'articles'}
            onChange={(value) => turnTo(value === 'articles' ? 'articles' : 'tickets')}
            data={[
              { value: 'tickets', label: say('tickets') },
              { value: 'articles', label: say('articles') },
            ]}
          />
          <FindField
            label={say('find')}
            hint={say('findHint')}
            text={text}
            onChange={setText}
            onClear={() => setText('')}
            onEnter={enter}
          />
        </div>
        <Fragment key={sale}>
          {seated !== undefined ? (
            <Suspense>
              <SeatChoice
                seated={seated}
                found={preview.seats.get(seated.key) ?? []}
                onDone={() => setSeating(undefined)}
              />
            </Suspense>
          ) : kind === 'articles' || scanned !== null ? (
            <ArticleTiles
              text={text}
              department_id={department_id}
              onDepartment={(id) => move({ department_id: id })}
              scanned={scanned === null ? undefined : Number(scanned)}
              onScannedDone={() => navigate('/', { replace: true })}
              onAdded={() => setText('')}
            />
          ) : show === undefined ? (
            <ShowTiles
              text={text}
              onChoose={(chosen) => {
                setText('');
                move({ show: chosen });
              }}
            />
          ) : (
            <OfferTiles show={show} text={text} onBack={() => move({ show: undefined })} />
          )}
        </Fragment>
      </section>
      <section className="sell-basket" aria-label={say('basket')} id="basket">
        <Suspense>
          {unanswered !== undefined ? (
            <UnansweredSale sale={unanswered} onDone={answered} />
          ) : sold !== undefined ? (
            <SoldPanel sold={sold} onNext={begin} />
          ) : pays ? (
            <PaySale
              preview={preview}
              onBack={() => {
                dismiss();
                setPaying(false);
              }}
            />
          ) : (
            <BasketPanel preview={preview} onPay={() => setPaying(true)} onSeats={setSeating} />
          )}
        </Suspense>
      </section>
      {!pays && sold === undefined && seated === undefined && basket.items.length > 0 && (
        <a className="to-basket" href="#basket">
          {say('toBasket', { count: countOf(basket) })}
        </a>
      )}
    </div>
  );
}
