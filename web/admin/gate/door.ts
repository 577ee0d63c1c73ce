import type { ItemOf } from '../../api/queries.ts';

export type Door = ItemOf<'list_control_points'>;

/** The word of each direction. */
export const directions = { in: 'in', out: 'exit', both: 'both' } as const;
