import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useAsk } from '../../api/queries.ts';
import { DataRows } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { tagOf } from '../../kit/money-text.ts';
import { StateBadge, type Mood } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { Panel } from '../home/panel.tsx';
import { useControlPoints } from '../devices/control-points.ts';
import { words } from './words.ts';

type Device = Answer<'list_readiness'>['devices'][number];

const look_every_ms = 5_000;
/** a device says how it is twice a minute */
const silent_after_ms = 120_000;

/** Every device of the gate: what it holds, how old that is, and what it has not sent. */
export function ReadinessPart(): ReactNode {
  const say = useWords(words);
  const join = useMay()('access.write') && <ButtonTo to="/devices/new">{say('join')}</ButtonTo>;
  const asked = useAsk('list_readiness', {}, { every_ms: look_every_ms, keep: true });
  return (
    <Panel title={say('devices')} aside={join}>
      {asked.isError && <Trouble error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending && <Skeleton height={80} />}
      {asked.data?.devices.length === 0 && <Empty title={say('noDevice')} next={say('noDeviceNext')} />}
      {asked.data !== undefined && asked.data.devices.length > 0 && (
        <Devices devices={asked.data.devices} now={Date.parse(asked.data.at)} />
      )}
    </Panel>
  );
}

function Devices({ devices, now }: { readonly devices: readonly Device[]; readonly now: number }): ReactNode {
  const say = useWords(words);
  const number = new Intl.NumberFormat(tagOf(useLanguage()));
  const points = useControlPoints();
  return (
    <DataRows
      label={say('devices')}
      rows={devices}
      keyOf={({ id }) => id}
      columns={[
        { key: 'name', title: say('device'), render: ({ name }) => name },
        { key: 'who', title: say('heldBy'), render: ({ report }) => report?.operator || '–' },
        {
          key: 'door',
          title: say('door'),
          render: ({ control_point_id }) =>
            points.find(({ id }) => id === control_point_id)?.name ?? say('noDoor'),
        },
        {
          key: 'state',
          title: say('state'),
          render: (device) => {
            const [mood, word] = stateOf(device, now);
            return <StateBadge mood={mood}>{say(word)}</StateBadge>;
          },
        },
        {
          key: 'tickets',
          title: say('tickets'),
          figures: true,
          render: ({ report }) => (report === null ? '–' : number.format(report.tickets)),
        },
        {
          key: 'fresh',
          title: say('fresh'),
          render: ({ report }) =>
            report === null || report.fresh_at === null ? '–' : <When at={report.fresh_at} />,
        },
        { key: 'queue', title: say('queue'), figures: true, render: ({ report }) => report?.queue ?? '–' },
        {
          key: 'rejected',
          title: say('rejected'),
          figures: true,
          render: ({ report }) => report?.rejected ?? '–',
        },
      ]}
    />
  );
}

/** `now`: ms by the office's clock. */
function stateOf(
  { report, seen_at }: Device,
  now: number,
): readonly [Mood, 'notYet' | 'silent' | 'behind' | 'ready'] {
  if (report === null || report.fresh_at === null) return ['waiting', 'notYet'];
  if (seen_at === null || now - Date.parse(seen_at) > silent_after_ms) return ['bad', 'silent'];
  if (report.queue > 0 || report.rejected > 0) return ['warning', 'behind'];
  return ['good', 'ready'];
}
