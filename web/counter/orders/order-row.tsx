import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Money } from '../../kit/money.tsx';

interface OrderRowProps {
  readonly id: number;
  readonly label: string;
  readonly when: string;
  /** what it holds, or who bought it */
  readonly text: string;
  readonly amount: number;
  readonly currency: string;
  readonly state?: ReactNode;
  /** behind the address: what was looked for */
  readonly search?: string;
  readonly chosen: boolean;
}

export function OrderRow(props: OrderRowProps): ReactNode {
  const { id, label, when, text, amount, currency, state, search = '', chosen } = props;
  return (
    <li>
      <Link href={`/orders/${id}${search}`} className="row" aria-current={chosen ? 'true' : undefined}>
        <span className="row-what">
          <Text span fw={600}>
            {label}
          </Text>
          <Text span c="dimmed">
            {when}
          </Text>
          {text !== '' && (
            <Text span size="sm" className="row-text" lineClamp={2}>
              {text}
            </Text>
          )}
        </span>
        <span className="row-end">
          <Text span fw={600}>
            <Money amount={amount} currency={currency} />
          </Text>
          {state}
        </span>
      </Link>
    </li>
  );
}
