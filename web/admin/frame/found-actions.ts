import type { SpotlightActionData } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { Answer } from '../../api/call.ts';
import { useAsk } from '../../api/queries.ts';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';

type Hit = Answer<'search'>['items'][number];

const typing_ms = 250;
const letters_min = 2;
const hits_max = 8;

/** Orders, tickets and customers of the text that is typed, as actions of the palette. */
export function useFoundActions(typed: string): SpotlightActionData[] {
  const say = useWords(words);
  const navigate = useNavigate();
  const may = useMay();
  const [rested] = useDebouncedValue(typed.trim(), typing_ms);
  const enabled = rested.length >= letters_min && may('sales.read');
  const { data } = useAsk('search', { query: { q: rested, limit: hits_max } }, { enabled });
  if (!enabled) return [];
  return (data?.items ?? []).map((hit) => ({
    id: `${hit.kind} ${hit.id}`,
    label: [hit.label, hit.name].filter((part) => part !== '').join(' · ') || hit.email,
    description: `${say(hit.kind)} ${hit.email}`.trim(),
    // the office has found it, by a barcode or a number that none of its words may hold
    keywords: [typed],
    onClick: () => void navigate(addressOf(hit)),
  }));
}

function addressOf({ kind, id, order_id }: Hit) {
  const to_customer = { to: '/customers/$id', params: { id: String(id) } } as const;
  const to_order = { to: '/orders/$id', params: { id: String(order_id ?? id) } } as const;
  return kind === 'customer' ? to_customer : to_order;
}
