import { Alert, List, Text } from '@mantine/core';
import { ExclamationTriangleIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';
import { isProblem } from '../../api/problem.ts';
import { AnchorTo } from '../../kit/links.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

/** A session to come that has sold or keeps places, as the office tells of it. */
interface SessionInTheWay {
  readonly session_id: number;
  readonly event: string;
  readonly starts_at: string;
  readonly count: number;
  readonly places: readonly {
    readonly row_label: string;
    readonly seat_label: string;
    readonly code: string;
  }[];
}

/** Why the plan could not be saved; where sessions need the places that are gone: which, and which places. */
export function PlanTrouble({ error }: { readonly error: unknown }): ReactNode {
  const say = useWords(words);
  if (!isProblem(error, 'places_in_use')) return <Trouble error={error} />;
  const { sessions = [] } = (error.problem.details ?? {}) as {
    readonly sessions?: readonly SessionInTheWay[];
  };
  return (
    <Alert
      color="red"
      variant="outline"
      role="alert"
      icon={<ExclamationTriangleIcon aria-hidden />}
      title={say('inTheWay')}
    >
      <Text size="sm">{say('inTheWayNext')}</Text>
      <List size="sm" mt="xs" spacing="xs">
        {sessions.map(({ session_id, event, starts_at, count, places }) => (
          <List.Item key={session_id}>
            <AnchorTo inherit to="/sessions/$id/seats" params={{ id: String(session_id) }}>
              {event} · <When at={starts_at} />
            </AnchorTo>
            <Text size="sm" c="dimmed">
              {places
                .map(({ row_label, seat_label, code }) =>
                  row_label === ''
                    ? seat_label || code
                    : `${say('row', { row: row_label })}, ${say('seat', { seat: seat_label })}`,
                )
                .join(' · ')}
              {count > places.length && ` · ${say('andMore', { count: count - places.length })}`}
            </Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
