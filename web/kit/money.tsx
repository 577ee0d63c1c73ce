import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../words/use-words.ts';
import { moneyText } from './money-text.ts';

interface MoneyProps {
  /** whole minor units */
  readonly amount: number;
  readonly currency: string;
}

/** An amount, never broken between lines, its digits under each other in a column. */
export function Money({ amount, currency }: MoneyProps): ReactNode {
  const language = useLanguage();
  return (
    <Text span inherit style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
      {moneyText(amount, currency, language)}
    </Text>
  );
}

/** An amount within a text. */
export function useMoneyText(): (amount: number, currency: string) => string {
  const language = useLanguage();
  return (amount, currency) => moneyText(amount, currency, language);
}
