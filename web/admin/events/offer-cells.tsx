import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWrite, type ItemOf } from '../../api/queries.ts';
import { AnchorTo } from '../../kit/links.tsx';
import { StateBadge, type Mood } from '../../kit/state-badge.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

type Offer = ItemOf<'list_offers'>;
type Session = ItemOf<'list_sessions'>;

interface WhereProps {
  readonly session: Session | undefined;
  readonly zone: string | undefined;
}

/** The session of an offer, with its seats one step away, and its zone. */
export function Where({ session, zone }: WhereProps): ReactNode {
  const say = useWords(words);
  return (
    <Text span inherit>
      {session === undefined ? (
        say('allSessions')
      ) : session.hall_id === null ? (
        <When at={session.starts_at} />
      ) : (
        <AnchorTo inherit to="/sessions/$id/seats" params={{ id: String(session.id) }}>
          <When at={session.starts_at} />
        </AnchorTo>
      )}
      {session !== undefined && session.name !== '' && ` · ${session.name}`}
      {zone !== undefined && ` · ${zone}`}
    </Text>
  );
}

export function OfferState({ offer }: { readonly offer: Offer }): ReactNode {
  const say = useWords(words);
  const { enabled, left, sale_state } = offer;
  const [mood, word]: readonly [Mood, 'off' | 'soldOut' | 'onSale' | 'notYet' | 'over'] = !enabled
    ? ['over', 'off']
    : sale_state === 'not_yet'
      ? ['waiting', 'notYet']
      : sale_state === 'over'
        ? ['over', 'over']
        : left !== null && left <= 0
          ? ['warning', 'soldOut']
          : ['good', 'onSale'];
  return <StateBadge mood={mood}>{say(word)}</StateBadge>;
}

/** Sold or not, by one button. */
export function OfferSwitch({ offer }: { readonly offer: Offer }): ReactNode {
  const say = useWords(words);
  const change = useWrite('change_offer', { changes: ['list_offers'] });
  const { id, name, enabled } = offer;
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={change.isPending}
      aria-label={say(enabled ? 'switchOffOf' : 'switchOnOf', { name })}
      onClick={() => change.mutate({ params: { id }, body: { enabled: !enabled } })}
    >
      {say(enabled ? 'switchOff' : 'switchOn')}
    </Button>
  );
}
