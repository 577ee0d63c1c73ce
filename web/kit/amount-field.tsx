import { TextInput, type TextInputProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatAmount } from '../../src/domain/money.ts';
import { useLanguage } from '../words/use-words.ts';

export { amountIn } from './amount-in.ts';

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
