import { Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { AnchorTo } from '../../kit/links.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { DropDialog } from './drop-dialog.tsx';
import type { Kind } from './fields.tsx';
import type { Connection } from './health.tsx';
import { WhyAside } from './why.tsx';
import { words } from './words.ts';

type Aside = ItemOf<'list_quarantine'>;

const look_every_ms = 3_000;
const changes = ['list_quarantine', 'find_connection', 'list_connections', 'home'] as const;

interface PartProps {
  readonly connection: Connection;
  readonly kind: Kind | undefined;
  readonly system: string;
}

/** What could not be taken as it is, and the ways out of there. */
export function QuarantinePart({ connection, kind, system }: PartProps): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const where = [{ column: 'connection_id', value: connection.id }];
  const list = useList(
    'list_quarantine',
    { query: { where, limit: 20 } },
    { every_ms: look_every_ms, told: true },
  );
  const retry = useWrite('retry_quarantined', { changes });
  const drop = useWrite('drop_quarantined', { changes });
  const [mapping, setMapping] = useState<Aside>();
  const [dropping, setDropping] = useState<Aside>();
  const [told, setTold] = useState('');
  const again = (body: { ids?: number[]; connection_id?: number }): void =>
    retry.mutate(
      { body },
      {
        onSuccess: (counts) =>
          setTold([say('retried', counts), ...(counts.still > 0 ? [say('stillHint')] : [])].join(' ')),
      },
    );
  return (
    <Stack gap="xs">
      <Text size="sm">{say('quarantineHint')}</Text>
      <Text size="sm" role="status">
        {told}
      </Text>
      {retry.isError && <Trouble error={retry.error} />}
      <DataList
        label={say('quarantine')}
        list={list}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'what',
            title: say('what'),
            render: ({ order_id, kind: of, foreign_id }) =>
              order_id === null ? (
                say(recordWord(of), { id: foreign_id })
              ) : (
                <AnchorTo to="/orders/$id" params={{ id: String(order_id) }}>
                  {say('order', { id: order_id })}
                </AnchorTo>
              ),
          },
          {
            key: 'reason',
            title: say('reason'),
            render: ({ why, reason }) => <WhyAside why={why} text={reason} system={system} />,
          },
          {
            key: 'do',
            title: say('actions'),
            render: (aside) =>
              may('hub.write') && (
                <Group gap={6}>
                  {aside.lacks !== null && (
                    <Button size="xs" onClick={() => setMapping(aside)}>
                      {say('mapAndRetry')}
                    </Button>
                  )}
                  <Button size="xs" variant="default" onClick={() => again({ ids: [aside.id] })}>
                    {say('retry')}
                  </Button>
                  <Button size="xs" variant="subtle" onClick={() => setDropping(aside)}>
                    {say('drop')}
                  </Button>
                </Group>
              ),
          },
        ]}
        empty={<Empty title={say('noQuarantine')} next={say('noQuarantineNext')} />}
      />
      {may('hub.write') && connection.quarantined > 1 && (
        <Group>
          <Button variant="default" size="xs" onClick={() => again({ connection_id: connection.id })}>
            {say('retryAll')}
          </Button>
        </Group>
      )}
      {mapping?.lacks !== null && mapping !== undefined && (
        <MapDialog
          key={mapping.id}
          aside={mapping}
          named={mapping.lacks.named}
          numeric={isNumeric(kind, mapping.lacks.setting)}
          system={system}
          onClose={() => setMapping(undefined)}
          onDone={(count) => setTold(say('mapped', { count }))}
        />
      )}
      {dropping !== undefined && (
        <DropDialog
          title={say('dropTitle')}
          hint={say('dropHint')}
          act={say('drop')}
          onDrop={(reason) => drop.mutateAsync({ params: { id: dropping.id }, body: { reason } })}
          onClose={() => setDropping(undefined)}
        />
      )}
    </Stack>
  );
}

/** What a record of another system is, in words. */
function recordWord(kind: string) {
  if (kind === 'event') return 'record_event';
  if (kind === 'session') return 'record_session';
  return kind === 'price' ? 'record_price' : 'record_ticket';
}

/** Whether the other system's names of that mapping are numbers. */
function isNumeric(kind: Kind | undefined, setting: string): boolean {
  const to = kind?.mappings.find((one) => one.setting === setting)?.to;
  const pairs = kind?.settings.find(({ name }) => name === setting);
  return pairs?.fields?.find(({ name }) => name === to)?.type === 'integer';
}

interface MapProps {
  readonly aside: Aside;
  readonly named: string;
  readonly numeric: boolean;
  readonly system: string;
  readonly onClose: () => void;
  readonly onDone: (announced: number) => void;
}

function MapDialog({ aside, named, numeric, system, onClose, onDone }: MapProps): ReactNode {
  const say = useWords(words);
  const map = useWrite('map_quarantined', { changes });
  const [to, setTo] = useState<string | number>('');
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (to === '') return;
    map.mutate(
      { params: { id: aside.id }, body: { to } },
      {
        onSuccess: ({ announced, resolved }) => {
          onDone(announced + resolved);
          onClose();
        },
      },
    );
  };
  const field = {
    ...{ label: say('mapTo', { system }), required: true, 'data-autofocus': true },
    error: asked && to === '' ? say('mapNeeded') : undefined,
  };
  return (
    <FormDialog
      title={say('mapTitle', { name: named })}
      lead={say('mapHint', { system })}
      act={say('mapAndRetry')}
      onSubmit={submit}
      busy={map.isPending}
      trouble={map.error}
      onClose={onClose}
    >
      {numeric ? (
        <NumberInput {...field} allowDecimal={false} value={to} onChange={setTo} />
      ) : (
        <TextInput {...field} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      )}
    </FormDialog>
  );
}
