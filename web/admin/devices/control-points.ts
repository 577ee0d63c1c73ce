import { useAsk, type ItemOf } from '../../api/queries.ts';
import { useMay } from '../../session/me.ts';

const points_max = 200;

/** The doors, by name; none for who may not see them. */
export function useControlPoints(): readonly ItemOf<'list_control_points'>[] {
  const enabled = useMay()('gate.read');
  const asked = useAsk('list_control_points', { query: { order: 'name', limit: points_max } }, { enabled });
  return asked.data?.items ?? [];
}
