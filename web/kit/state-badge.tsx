import { Badge } from '@mantine/core';
import {
  CheckCircleIcon,
  ClockIcon,
  ExclamationTriangleIcon,
  MinusCircleIcon,
  XCircleIcon,
} from '@heroicons/react/20/solid';
import type { ReactNode } from 'react';

/** What a state means, whatever it is called. */
export type Mood = 'good' | 'waiting' | 'warning' | 'bad' | 'over';

const icons = {
  good: CheckCircleIcon,
  waiting: ClockIcon,
  warning: ExclamationTriangleIcon,
  bad: XCircleIcon,
  over: MinusCircleIcon,
} as const satisfies Record<Mood, unknown>;

interface StateBadgeProps {
  readonly mood: Mood;
  readonly children: string;
}

/** A state in words, with a shape and a colour: never by colour alone. */
export function StateBadge({ mood, children }: StateBadgeProps): ReactNode {
  const Icon = icons[mood];
  return (
    <Badge
      variant="default"
      tt="none"
      // a state is not cut, however narrow its column
      miw="max-content"
      leftSection={<Icon width={16} className={`mood-${mood}`} aria-hidden />}
    >
      {children}
    </Badge>
  );
}
