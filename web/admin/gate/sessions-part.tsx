import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useAll } from '../../api/queries.ts';
import { DataRows } from '../../kit/data-list.tsx';
import { useWords } from '../../words/use-words.ts';
import { Panel } from '../home/panel.tsx';
import { useSessionName } from './session-name.ts';
import { words } from './words.ts';

/** Who is in, session by session. */
export function SessionsPart({
  event_id,
  by_session,
}: Pick<Answer<'gate_figures'>, 'by_session'> & { readonly event_id: number }): ReactNode {
  const say = useWords(words);
  const nameOf = useSessionName();
  const where = [{ column: 'event_id', value: event_id }];
  const asked = useAll('list_sessions', { query: { where, order: 'starts_at' } });
  const sessions = asked.data?.items ?? [];
  const place = (id: number | null): number => sessions.findIndex((session) => session.id === id);
  const rows = by_session.toSorted((a, b) => place(a.session_id) - place(b.session_id));
  return (
    <Panel title={say('bySession')}>
      <DataRows
        label={say('bySession')}
        rows={rows}
        keyOf={({ session_id }) => session_id ?? 0}
        columns={[
          {
            key: 'session',
            title: say('session'),
            render: ({ session_id }) => {
              if (session_id === null) return say('anySession');
              const session = sessions.find(({ id }) => id === session_id);
              return session === undefined ? `№ ${session_id}` : nameOf(session);
            },
          },
          { key: 'inside', title: say('inside'), figures: true, render: ({ inside }) => inside },
          { key: 'entered', title: say('entered'), figures: true, render: ({ scanned }) => scanned },
          {
            key: 'awaited',
            title: say('awaited'),
            figures: true,
            render: ({ total, scanned }) => total - scanned,
          },
          { key: 'out', title: say('out'), figures: true, render: ({ out }) => out },
        ]}
      />
    </Panel>
  );
}
