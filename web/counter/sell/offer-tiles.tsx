import { Button, Loader, Stack, Title } from '@mantine/core';
import { ArrowLeftIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { Empty } from '../../kit/empty.tsx';
import { focusWhenShown } from '../../kit/focus.ts';
import { Money } from '../../kit/money.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { Key } from '../frame/key.tsx';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import { ticketOf, withItem, type Offer, type Show } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { isNamed } from './named.ts';
import { NothingNamed } from './nothing-named.tsx';
import { Tile } from './tile.tsx';
import { words } from './words.ts';

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
  const query = session_id === null ? { event_id } : { session_id };
  const offers = useAsk('till_offers', { query }, { every_ms });
  const items = offers.data?.items.filter(({ name, zone: part }) => isNamed(`${name} ${part ?? ''}`, text));
  const first = items?.find((offer) => isSold(offer));
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
          />
        ))}
      </div>
    </Stack>
  );
}

const isSold = ({ sale_state, left }: Offer): boolean => sale_state === 'on_sale' && left !== 0;

interface OfferTileProps {
  readonly show: Show;
  readonly offer: Offer;
  readonly focused: boolean;
}

function OfferTile({ show, offer, focused }: OfferTileProps): ReactNode {
  const say = useWords(words);
  const { change } = useBasket();
  const { name, zone, amount, currency, left, sale_state } = offer;
  const note =
    sale_state !== 'on_sale'
      ? say(sale_state === 'over' ? 'over' : 'notYet')
      : left === null
        ? undefined
        : left <= 0
          ? say('soldOut')
          : say('left', { count: left });
  return (
    <Tile
      ref={focused ? focusWhenShown : undefined}
      above={zone ?? undefined}
      title={name}
      below={<Money amount={amount} currency={currency} />}
      note={note}
      disabled={!isSold(offer)}
      onChoose={() => change((basket) => withItem(basket, ticketOf(show, offer)))}
    />
  );
}
