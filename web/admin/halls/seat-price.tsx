import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useAsk, useWrite, type ItemOf } from '../../api/queries.ts';
import { AmountField } from '../../kit/amount-field.tsx';
import { amountIn } from '../../kit/amount-in.ts';
import { sayDone } from '../../kit/done.ts';
import { useMoneyText } from '../../kit/money.tsx';
import { percentIn } from '../../kit/percent-in.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

type Seat = Answer<'list_session_seats'>['items'][number];

interface SeatPriceProps {
  readonly session: ItemOf<'list_sessions'>;
  readonly seats: readonly Seat[];
  readonly place_ids: readonly number[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** What is chosen where no price of the list is. */
const made = 'new';
const usual = 'zone';

/** The price that chosen seats have for themselves: a new one, one that other seats have, or that of their zone again. */
export default function SeatPrice({ session, seats, place_ids, onClose, onDone }: SeatPriceProps): ReactNode {
  const say = useWords(words);
  const moneyText = useMoneyText();
  const options = useOwnPrices(session, seats);
  const event = useAsk('find_event', { params: { id: session.event_id } });
  const { currency: own = 'EUR' } = useOrganizer() ?? {};
  const currency = event.data?.currency ?? own;
  const set = useWrite('price_session_places', {
    changes: ['list_session_seats', 'list_offers', 'list_prices', 'list_sale_offers'],
  });
  const form = useProblemForm({
    initialValues: { choice: made, name: '', amount: '', vat: '' },
    validate: {
      name: (name, { choice }) => (choice === made && name.trim() === '' ? say('nameMissing') : null),
      amount: (amount, { choice }) =>
        choice === made && (amountIn(amount, currency) ?? -1) < 0 ? say('amountWrong') : null,
      vat: (vat, { choice }) =>
        choice === made && vat !== '' && percentIn(vat) === undefined ? say('vatWrong') : null,
    },
    submit: async ({ choice, name, amount, vat }) => {
      const new_price = {
        ...{ name: name.trim(), amount: amountIn(amount, currency) ?? 0, vat_bp: percentIn(vat) ?? 0 },
      };
      await set.mutateAsync({
        params: { id: session.id },
        body: {
          place_ids: [...place_ids],
          ...(choice === made ? { new_price } : { price_id: choice === usual ? null : Number(choice) }),
        },
      });
      sayDone(say('changed'));
      onDone();
    },
  });
  return (
    <FormDialog
      title={say('setPrice', { count: place_ids.length })}
      lead={say('priceLead')}
      act={say('priceSave')}
      onSubmit={form.onSubmit}
      busy={form.submitting}
      trouble={form.trouble}
      onClose={onClose}
    >
      <NativeSelect
        label={say('price')}
        data-autofocus
        data={[
          { value: made, label: say('newPrice') },
          ...options.map(({ id, name, amount }) => ({
            value: String(id),
            label: `${name} · ${moneyText(amount, currency)}`,
          })),
          { value: usual, label: say('zonePrice') },
        ]}
        {...form.getInputProps('choice')}
      />
      {form.values.choice === made && (
        <>
          <TextInput label={say('priceName')} {...form.getInputProps('name')} />
          <SimpleGrid cols={2} spacing="sm">
            <AmountField label={say('priceAmount')} currency={currency} {...form.getInputProps('amount')} />
            <TextInput
              label={say('priceVat')}
              inputMode="decimal"
              rightSection="%"
              placeholder="0"
              {...form.getInputProps('vat')}
            />
          </SimpleGrid>
        </>
      )}
    </FormDialog>
  );
}

/** Prices of the event that seats of the session have for themselves, or that nothing of the session is sold at. */
function useOwnPrices(
  { id, event_id }: ItemOf<'list_sessions'>,
  seats: readonly Seat[],
): readonly ItemOf<'list_prices'>[] {
  const offers = useAsk('list_offers', {
    query: { where: [{ column: 'session_id', value: id }], limit: 200 },
  });
  const prices = useAsk('list_prices', {
    query: { where: [{ column: 'event_id', value: event_id }], order: 'position', limit: 200 },
  });
  const own = new Set(seats.flatMap(({ own_price }) => own_price?.price_id ?? []));
  const sold = new Set(offers.data?.items.map(({ price_id }) => price_id));
  if (offers.data === undefined) return [];
  return (prices.data?.items ?? []).filter(
    ({ id: price_id, code, product_type }) =>
      code === null && product_type === 'numbered_seat' && (own.has(price_id) || !sold.has(price_id)),
  );
}
