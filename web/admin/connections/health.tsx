import type { ReactNode } from 'react';
import type { ItemOf } from '../../api/queries.ts';
import { StateBadge, type Mood } from '../../kit/state-badge.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

export type Connection = ItemOf<'list_connections'>;

const moods: Readonly<Record<Connection['health'], Mood>> = {
  ok: 'good',
  troubled: 'warning',
  paused: 'waiting',
  halted: 'bad',
  disabled: 'over',
  unknown_kind: 'bad',
};

/** How a connection is: one that answers, and yet holds something back, is not all well. */
export function Health({ of }: { readonly of: Connection }): ReactNode {
  const say = useWords(words);
  const held = of.dead + of.quarantined + (of.drift?.differing ?? 0);
  if (of.health === 'ok' && held > 0) return <StateBadge mood="warning">{say('toSettle')}</StateBadge>;
  return <StateBadge mood={moods[of.health]}>{say(`health_${of.health}`)}</StateBadge>;
}
