import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Answer, Input } from '../../api/call.ts';
import { useLanguage } from '../../words/use-words.ts';

export type Report = Answer<'read_report'>;
export type Name = Report['report'];
export type Asked = Input<'read_report'>;
type Dimension = NonNullable<Report['by']>;

/** The reports in the order of the choice, and by what each can be. */
export const dimensionsOf: { readonly [N in Name]: readonly Dimension[] } = {
  sales: ['day', 'event', 'price', 'platform'],
  platforms: [],
  orders: [],
  vat: [],
  attendance: ['session', 'hour'],
  closings: [],
};

export const names = Object.keys(dimensionsOf) as readonly Name[];

/** The filters that a report takes. */
export const filtersOf: { readonly [N in Name]: readonly ('event_id' | 'platform')[] } = {
  sales: ['event_id', 'platform'],
  platforms: ['event_id'],
  orders: ['event_id', 'platform'],
  vat: ['event_id', 'platform'],
  attendance: ['event_id'],
  closings: [],
};

/** What the address asks for, as far as the report can be asked it. */
export function useAsked(): Asked {
  const search = useSearch({ strict: false });
  const language = useLanguage();
  const report = names.find((name) => name === search['report']) ?? 'sales';
  const by = dimensionsOf[report].find((one) => one === search['by']);
  const { from, until } = search;
  const event_id = Number(search['event_id'] ?? '');
  const platform = search['platform'] ?? '';
  const takes = filtersOf[report];
  return {
    params: { report },
    query: {
      language,
      ...(by === undefined ? {} : { by }),
      ...(from === undefined || from === '' ? {} : { from }),
      ...(until === undefined || until === '' ? {} : { until }),
      ...(takes.includes('event_id') && event_id > 0 ? { event_id } : {}),
      ...(takes.includes('platform') && platform !== '' ? { platform } : {}),
    },
  };
}

/** Changes what the address asks for. */
export function usePutAsked(): (change: Readonly<Record<string, string | undefined>>) => void {
  const navigate = useNavigate();
  return (change) => void navigate({ to: '.', search: (old) => ({ ...old, ...change }), replace: true });
}
