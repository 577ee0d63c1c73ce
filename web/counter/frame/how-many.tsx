import { ActionIcon, Group, Text } from '@mantine/core';
import { MinusIcon, PlusIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';

interface HowManyProps {
  readonly quantity: number;
  /** what the two buttons are called: of what one more, one less */
  readonly less: string;
  readonly more: string;
  /** no fewer than these, no more than those; left out: without a bound */
  readonly least?: number;
  readonly most?: number;
  /** whether a screen reader says the number when it changes */
  readonly told?: boolean;
  readonly onPut: (quantity: number) => void;
}

/** One less, how many, one more: as large as a finger. */
export function HowMany(props: HowManyProps): ReactNode {
  const { quantity, less, more, least = -Infinity, most = Infinity, told = false, onPut } = props;
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        variant="default"
        size={44}
        aria-label={less}
        disabled={quantity <= least}
        onClick={() => onPut(quantity - 1)}
      >
        <MinusIcon width={20} aria-hidden />
      </ActionIcon>
      <Text className="basket-many" {...(told ? { role: 'status' } : {})}>
        {quantity}
      </Text>
      <ActionIcon
        variant="default"
        size={44}
        aria-label={more}
        disabled={quantity >= most}
        onClick={() => onPut(quantity + 1)}
      >
        <PlusIcon width={20} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
