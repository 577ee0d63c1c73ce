import { TextInput, type TextInputProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatAmount, parseAmount } from '../../src/domain/money.ts';
import { useLanguage } from '../words/use-words.ts';

/** Minor units of what was typed ("12,30", "12.30"); undefined for a text that is no amount. */
export function amountIn(text: string, currency: string): number | undefined {
  try {
    return parseAmount(text, currency);
  } catch {
    return undefined;
  }
}

/** Minor units as they are typed. */
export function useAmountText(): (amount: number, currency: string) => string {
  const language = useLanguage();
  return (amount, currency) => formatAmount(amount, currency, language === 'fr' ? ',' : '.');
}

type AmountFieldProps = Omit<TextInputProps, 'onChange' | 'value' | 'type'> & {
  readonly currency: string;
  readonly value?: string;
  readonly onChange: (text: string) => void;
};

/** An amount, kept as it is typed: `amountIn` reads it. */
export function AmountField({ currency, value, onChange, ...field }: AmountFieldProps): ReactNode {
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      rightSection={currency}
      rightSectionWidth={52}
      rightSectionPointerEvents="none"
      {...field}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
