import { Button, Loader, Stack, Title } from '@mantine/core';
import { ArrowLeftIcon } from '@heroicons/react/24/outline';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { isNamed } from '../../../src/domain/named.ts';
import { useAsk } from '../../api/queries.ts';
import { Empty } from '../../kit/empty.tsx';
import { focusWhenShown } from '../../kit/focus.ts';
import { Money } from '../../kit/money.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { Key } from '../frame/key.tsx';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import { packOf, ticketOf, withItem, type Offer, type Show } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { NothingNamed } from './nothing-named.tsx';
import { Tile } from './tile.tsx';
import { words } from './words.ts';

const PackChoice = lazy(() => import('./pack-choice.tsx'));

interface OfferTilesProps {
  readonly show: Show;
  /** names that are looked for; empty: all */
  readonly text: string;
  readonly onBack: () => void;
}

const every_ms = 10_000;

/** The prices of a session: one touch puts a ticket into the basket. */
export function OfferTiles({ show, text, onBack }: OfferTilesProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { zone } = useTill();
  const { session_id, event_id, event, session, starts_at } = show;
  const { promo_code } = useBasket().basket;
  const query = {
    ...(session_id === null ? { event_id } : { session_id }),
    // some codes reveal prices
    ...(promo_code === undefined ? {} : { promo_code }),
  };
  const offers = useAsk('till_offers', { query }, { every_ms, keep: true });
  const items = offers.data?.items.filter(({ name, zone: part }) => isNamed(`${name} ${part ?? ''}`, text));
  const first = items?.find((offer) => isSold(offer));
  const [choosing, setChoosing] = useState<Offer>();
  if (choosing !== undefined)
    return (
      <Suspense>
        <PackChoice show={show} offer={choosing} onDone={() => setChoosing(undefined)} />
      </Suspense>
    );
  return (
    <Stack gap="sm">
      <div className="shop-head">
        <Button
          variant="default"
          size="md"
          leftSection={<ArrowLeftIcon width={20} aria-hidden />}
          rightSection={<Key name="Escape" />}
          onClick={onBack}
          style={{ flex: 'none' }}
        >
          {say('back')}
        </Button>
        <Title order={2} size="h4">
          {[
            event,
            session === event ? '' : session,
            starts_at === null ? '' : whenText(starts_at, 'both', { zone, language }),
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </Title>
      </div>
      {offers.error !== null && <Trouble error={offers.error} onRetry={() => void offers.refetch()} />}
      {offers.isPending && <Loader aria-hidden />}
      {items?.length === 0 &&
        (text === '' ? (
          <Empty title={say('noOffers')} next={say('noOffersNext')} />
        ) : (
          <NothingNamed text={text} />
        ))}
      <div className="tiles">
        {items?.map((offer) => (
          <OfferTile
            key={offer.offer_id}
            show={show}
            offer={offer}
            focused={offer === first && text === ''}
            onParts={() => setChoosing(offer)}
          />
        ))}
      </div>
    </Stack>
  );
}

const isSold = ({ sale_state, left }: Pick<Offer, 'sale_state' | 'left'>): boolean =>
  sale_state === 'on_sale' && left !== 0;

/** Some of a pack is the buyer's to choose. */
const hasChoice = ({ parts }: Offer): boolean =>
  parts?.some(({ minimum, maximum }) => maximum > minimum) ?? false;

interface OfferTileProps {
  readonly show: Show;
  readonly offer: Offer;
  readonly focused: boolean;
  /** what is in the pack is to be chosen */
  readonly onParts: () => void;
}

function OfferTile({ show, offer, focused, onParts }: OfferTileProps): ReactNode {
  const say = useWords(words);
  const { change } = useBasket();
  const { name, zone, amount, currency, left, sale_state, parts } = offer;
  // what keeps a pack from being sold is mostly one of its parts: it is named
  const gone = parts?.find((part) => part.minimum > 0 && !isSold(part));
  const note =
    gone?.sale_state === 'on_sale'
      ? say('partSoldOut', { name: gone.name })
      : sale_state !== 'on_sale'
        ? say(sale_state === 'over' ? 'over' : 'notYet')
        : left === null
          ? undefined
          : left <= 0
            ? say('soldOut')
            : say('left', { count: left });
  return (
    <Tile
      ref={focused ? focusWhenShown : undefined}
      above={zone ?? (parts === null ? undefined : say('pack', { parts: parts.map(partText).join(' + ') }))}
      title={name}
      below={<Money amount={amount} currency={currency} />}
      note={note}
      disabled={!isSold(offer)}
      onChoose={() => {
        if (hasChoice(offer)) onParts();
        else
          change((basket) => withItem(basket, parts === null ? ticketOf(show, offer) : packOf(show, offer)));
      }}
    />
  );
}

const partText = ({ name, minimum, maximum }: NonNullable<Offer['parts']>[number]): string =>
  maximum === 1 ? name : `${minimum === maximum ? minimum : `${minimum}–${maximum}`} × ${name}`;
