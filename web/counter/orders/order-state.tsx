import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { moneyText } from '../../kit/money-text.ts';
import { StateBadge } from '../../kit/state-badge.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

export type TillOrder = Answer<'find_till_order'>;

/** How an order stands, as a till needs to know it. */
export function OrderState({ order }: { readonly order: TillOrder }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { validated, cancelled, due, refunded, total, currency } = order;
  if (cancelled) return <StateBadge mood="over">{say('cancelled')}</StateBadge>;
  if (!validated) return <StateBadge mood="waiting">{say('quote')}</StateBadge>;
  if (due > 0) return <StateBadge mood="warning">{say('due')}</StateBadge>;
  if (total < 0) return <StateBadge mood="over">{say('returned')}</StateBadge>;
  if (refunded > 0)
    return (
      <StateBadge mood="over">
        {say('refunded', { amount: moneyText(refunded, currency, language) })}
      </StateBadge>
    );
  return <StateBadge mood="good">{say('paid')}</StateBadge>;
}
