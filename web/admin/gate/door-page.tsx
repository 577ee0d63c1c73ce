import { Skeleton } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAsk, useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { Empty } from '../../kit/empty.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { DoorForm } from './door-form.tsx';
import type { Door } from './door.ts';
import { words } from './words.ts';

/** What one door lets through, changed while devices stand at it: they know within a minute. */
export default function DoorPage(): ReactNode {
  const say = useWords(words);
  const id = Number(useParams({ from: '/frame/gate/doors/$id' }).id);
  const where = [{ column: 'id', value: id }];
  const asked = useAsk('list_control_points', { query: { where } });
  const door = asked.data?.items[0];
  return (
    <Page
      title={door?.name ?? say('door')}
      actions={
        <ButtonTo to="/gate/doors" variant="default">
          {say('backToDoors')}
        </ButtonTo>
      }
    >
      {asked.isError && <Trouble error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending && <Skeleton height={240} />}
      {asked.data !== undefined && door === undefined && (
        <Empty title={say('noSuchDoor')} next={say('noSuchDoorNext')} />
      )}
      {door !== undefined && <Change key={door.id} door={door} />}
    </Page>
  );
}

function Change({ door }: { readonly door: Door }): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const change = useWrite('change_control_point', { changes: ['list_control_points'] });
  const { id, name, event_id, direction, exit_rule, session_ids, price_ids } = door;
  const initial = {
    ...{ name, direction, exit_rule },
    event: event_id === null ? '' : String(event_id),
    sessions: session_ids.map(String),
    prices: price_ids.map(String),
  };
  return (
    <Section title={say('letsThrough')} lead={say('doorKnown')}>
      <DoorForm
        initial={initial}
        act={say('save')}
        submit={async ({ sessions, prices, event: _, ...values }) => {
          const limits = { session_ids: sessions.map(Number), price_ids: prices.map(Number) };
          await change.mutateAsync({ params: { id }, body: { ...values, ...limits } });
          sayDone(say('doorChanged', { name: values.name }));
          await navigate({ to: '/gate/doors' });
        }}
      />
    </Section>
  );
}
