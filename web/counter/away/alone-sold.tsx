import { Button, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { focusWhenShown } from '../../kit/focus.ts';
import { Money } from '../../kit/money.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import '../day/day.css';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import type { Item } from '../sell/basket.ts';
import { away } from './away.ts';
import { useAway } from './use-away.ts';
import type { KeptSale } from './queue.ts';
import { words } from './words.ts';

export interface Sold {
  readonly sale: KeptSale;
  /** as they were chosen */
  readonly items: readonly Item[];
}

interface AloneSoldProps extends Sold {
  readonly onNext: () => void;
}

/** An item with its variations in its name: large tea is not small tea. */
export function fullyTitled<I extends Item>(item: I): I {
  if (item.kind !== 'article') return item;
  return { ...item, title: [item.title, ...item.variations.map(({ name }) => name)].join(' · ') };
}

/** What was sold without the office: what goes back over the counter, and what the buyer may take along. */
export function AloneSold({ sale, items, onNext }: AloneSoldProps): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const { total, tendered = total } = sale.body;
  const { sales } = useAway();
  const kept = sales.some(({ number }) => number === sale.number);
  const [printed, setPrinted] = useState(0);
  const printReceipt = async (): Promise<void> => {
    // kept before the paper is out: a duplicate is never one that nobody knows of
    await away.printed(sale, printed + 1);
    // the mark has to be there before the browser prints
    flushSync(() => setPrinted(printed + 1));
    print();
  };
  return (
    <Stack gap="md">
      <div role="status" className="no-print">
        <Title order={2} size="h4">
          {say('soldTitle', { number: sale.number })}
        </Title>
        <Text>{say(kept ? 'soldLead' : 'soldSent')}</Text>
      </div>
      {tendered > total && (
        <div className="till-change no-print">
          <Text size="lg">{say('change')}</Text>
          <Text className="till-change-sum">
            <Money amount={tendered - total} currency={currency} />
          </Text>
        </div>
      )}
      <Button size="xl" ref={focusWhenShown} className="no-print" onClick={onNext}>
        {say('next')}
      </Button>
      <Button size="md" variant="default" className="no-print" onClick={() => void printReceipt()}>
        {say('print')}
      </Button>
      <Receipt sale={sale} items={items} copy={printed - 1} />
    </Stack>
  );
}

/** With the number under which the sale will be in the books; `copy` is above 0 for a duplicate. */
function Receipt({ sale: { number, body }, items, copy }: Sold & { readonly copy: number }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { currency, zone, name, setup } = useTill();
  const rows = [
    ...items.map(fullyTitled).map(({ title, quantity, amount }) => ({
      title: `${quantity} × ${title}`,
      amount: amount * quantity,
    })),
    { title: say('total'), amount: body.total },
  ];
  return (
    <section className="roll" aria-label={say('receipt')}>
      <p className="roll-title">{setup.organizer.name}</p>
      {copy > 0 && <p className="roll-title">{say('duplicate', { number: copy })}</p>}
      <p>{`${name} · ${number}`}</p>
      <p>{whenText(body.sold_at, 'both', { zone, language })}</p>
      <table>
        <tbody>
          {rows.map(({ title, amount }, index) => (
            <tr key={index}>
              <th scope="row">{title}</th>
              <td>
                <Money amount={amount} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
