import { Skeleton, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { PlanDrawing } from '../../kit/plan-drawing.tsx';
import { words } from './words.ts';

const zones_max = 200;
const plain = '#5a6570';

export default function HallPage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const id = Number(useParams({ from: '/frame/halls/$id' }).id);
  const hall = useAsk('find_hall', { params: { id } });
  const plan = useAsk('find_hall_plan', { params: { id } });
  const zones = useAsk('list_zones', {
    query: { where: [{ column: 'hall_id', value: id }], limit: zones_max, order: 'position' },
  });
  const trouble = hall.error ?? plan.error ?? zones.error;
  if (trouble !== null)
    return (
      <Page title={say('title')}>
        <Trouble error={trouble} />
      </Page>
    );
  if (hall.data === undefined || plan.data === undefined || zones.data === undefined)
    return (
      <Page title={say('title')}>
        <Skeleton height={320} />
      </Page>
    );
  const byId = new Map(zones.data.items.map((zone) => [zone.id, zone]));
  const { items } = plan.data;
  const many = items.reduce((sum, { capacity }) => sum + capacity, 0);
  return (
    <Page
      title={hall.data.name}
      actions={
        may('catalogue.write') && (
          <ButtonTo variant="default" to="/halls/$id/edit" params={{ id: String(id) }}>
            {say('edit')}
          </ButtonTo>
        )
      }
    >
      <Section wide title={say('plan')} lead={say('previewLead', { count: many })}>
        {zones.data.items.map((zone) => (
          <Text key={zone.id} size="sm">
            {zone.name} ·{' '}
            {say('previewLead', {
              count: items
                .filter(({ zone_id }) => zone_id === zone.id)
                .reduce((sum, { capacity }) => sum + capacity, 0),
            })}
          </Text>
        ))}
        <PlanDrawing
          label={say('planOf', { name: hall.data.name })}
          stage={say('stage')}
          places={items.map(({ id, kind, x, y, zone_id, seat_label, row_label, capacity }) => {
            const zone = byId.get(zone_id);
            const label =
              kind === 'area'
                ? say('areaOf', { name: zone?.name ?? seat_label, count: capacity })
                : `${say('row', { row: row_label })}, ${say('seat', { seat: seat_label })}`;
            return { key: id, kind, x, y, color: zone?.color ?? plain, label };
          })}
        />
      </Section>
    </Page>
  );
}
