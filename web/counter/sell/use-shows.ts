import { useDebouncedValue } from '@mantine/hooks';
import { isNamed } from '../../../src/domain/named.ts';
import type { Answer } from '../../api/call.ts';
import { useAsk } from '../../api/queries.ts';

const every_ms = 30_000;
/** touches in a row are one question */
const pause_ms = 150;

interface Shows {
  /** of the names that were typed alone; undefined: not known yet */
  readonly data: Answer<'till_shows'> | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/**
 * What tickets are sold for, by name. Where all of it is here already, what is typed narrows it at once; where there is more
 * than one look holds, the office is asked for the rest of that name.
 */
export function useShows(text: string): Shows {
  const first = useAsk('till_shows', { query: {} }, { every_ms });
  const typed = text.trim();
  const [q] = useDebouncedValue(typed, pause_ms);
  const asks = typed !== '' && q !== '' && first.data?.complete === false;
  const named = useAsk('till_shows', { query: { q } }, { every_ms, enabled: asks, keep: true });
  if (typed === '' || first.data === undefined) return first;
  const here = first.data.items.filter((show) => isNamed(`${show.event} ${show.session}`, typed));
  if (first.data.complete) return { ...first, data: { ...first.data, items: here } };
  const whole = asks && q === typed && !named.isPlaceholderData ? named.data : undefined;
  // until the office has answered, what is known here stands
  return {
    data: whole ?? (here.length > 0 ? { ...first.data, items: here } : undefined),
    error: named.error,
    refetch: named.refetch,
  };
}
