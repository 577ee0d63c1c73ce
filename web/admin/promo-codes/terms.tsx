import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Money } from '../../kit/money.tsx';
import { StateBadge, type Mood } from '../../kit/state-badge.tsx';
import { When } from '../../kit/when.tsx';
import { tagOf } from '../../kit/money-text.ts';
import { useOrganizer } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { PromoCode } from './code-draft.ts';
import { words } from './words.ts';

/** What a code takes off: "−10 %", "−5,00 €", or what it does instead. */
export function Reduction({ code }: { readonly code: PromoCode }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const currency = useOrganizer()?.currency ?? 'EUR';
  if (code.kind === 'reveal') return say('reveal');
  if (code.kind === 'value') return <Money amount={-code.value} currency={currency} />;
  const percent = new Intl.NumberFormat(tagOf(language), { style: 'percent', maximumFractionDigits: 2 });
  return (
    <Text span inherit style={{ whiteSpace: 'nowrap' }}>
      {percent.format(-code.percent_bp / 10_000)}
    </Text>
  );
}

export function Validity({ code }: { readonly code: PromoCode }): ReactNode {
  const say = useWords(words);
  const { starts_at, ends_at } = code;
  if (starts_at === null && ends_at === null) return say('always');
  return (
    <>
      {starts_at !== null && (
        <>
          {say('from')} <When at={starts_at} />{' '}
        </>
      )}
      {ends_at !== null && (
        <>
          {say('until')} <When at={ends_at} />
        </>
      )}
    </>
  );
}

export function Used({ code }: { readonly code: PromoCode }): ReactNode {
  const say = useWords(words);
  return code.uses === null
    ? say('usedOfAny', { count: code.used })
    : say('usedOf', { used: code.used, uses: code.uses });
}

/** `now`: when the code was read. */
export function CodeState({ code, now }: { readonly code: PromoCode; readonly now: number }): ReactNode {
  const say = useWords(words);
  const { enabled, starts_at, ends_at, uses, used } = code;
  const [mood, word]: readonly [Mood, 'off' | 'over' | 'usedUp' | 'notYet' | 'valid'] = !enabled
    ? ['over', 'off']
    : ends_at !== null && Date.parse(ends_at) <= now
      ? ['over', 'over']
      : uses !== null && used >= uses
        ? ['warning', 'usedUp']
        : starts_at !== null && Date.parse(starts_at) > now
          ? ['waiting', 'notYet']
          : ['good', 'valid'];
  return <StateBadge mood={mood}>{say(word)}</StateBadge>;
}
