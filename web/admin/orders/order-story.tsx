import { Skeleton, Stack, Text, Timeline } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useAsk } from '../../api/queries.ts';
import { Money } from '../../kit/money.tsx';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { words as refusals } from '../../kit/refusal-words.ts';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import { Why } from '../connections/why.tsx';
import { useMethodWord } from './methods.ts';
import { words } from './story-words.ts';

type Entry = Answer<'order_story'>['items'][number];

interface OrderStoryProps {
  readonly order_id: number;
  readonly currency: string;
}

/** Everything that happened, the latest first. */
export default function OrderStory({ order_id, currency }: OrderStoryProps): ReactNode {
  const say = useWords(words);
  const story = useAsk('order_story', { params: { id: order_id } });
  if (story.data === undefined)
    return story.error === null ? (
      <Skeleton height={200} />
    ) : (
      <Trouble error={story.error} onRetry={() => void story.refetch()} />
    );
  const { items, complete } = story.data;
  return (
    <Section wide title={say('title')}>
      {items.length === 0 && <Text size="sm">{say('none')}</Text>}
      <Timeline bulletSize={14} lineWidth={2} aria-label={say('title')} role="list">
        {items.toReversed().map((entry) => (
          <Timeline.Item key={`${entry.kind} ${entry.id}`} role="listitem">
            <Told entry={entry} currency={currency} />
          </Timeline.Item>
        ))}
      </Timeline>
      {!complete && <Text size="sm">{say('partial')}</Text>}
    </Section>
  );
}

const systemOf = ({ connection, dialect, connection_id }: NonNullable<Entry['delivery']>): string =>
  connection ?? dialect ?? String(connection_id);

function Told({ entry, currency }: { readonly entry: Entry; readonly currency: string }): ReactNode {
  const say = useWords(words);
  const wordOf = useEntryWord();
  const methodWord = useMethodWord();
  const sayRefusal = useWords(refusals);
  const { payment } = entry;
  const by = useWho(entry);
  const reason = entry.change?.reason ?? null;
  const { delivery } = entry;
  const { control_point = null, refusal = null } = entry.scan ?? {};
  const ticket_id = ticketOf(entry);
  const amount = payment?.amount ?? paidIn(entry);
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        {wordOf(entry)}
        {amount !== undefined && (
          <>
            {' · '}
            <Money amount={amount} currency={currency} />
          </>
        )}
        {payment !== null && ` · ${methodWord(payment.method)}`}
      </Text>
      <Text size="xs" c="dimmed">
        <When at={entry.at} />
        {by !== undefined && ` · ${say('by', { name: by })}`}
        {ticket_id !== undefined && ` · ${say('ofTicket', { id: ticket_id })}`}
        {control_point !== null && ` · ${control_point}`}
        {refusal !== null && ` · ${refusal in refusals.fr ? sayRefusal(refusal as 'already_used') : refusal}`}
      </Text>
      {reason !== null && <Text size="xs">{say('reason', { reason })}</Text>}
      {delivery !== null && delivery.last_error !== null && (
        <Text size="xs">
          <Why why={delivery.why} text={delivery.last_error} system={systemOf(delivery)} />
        </Text>
      )}
    </Stack>
  );
}

/** At a door, who held the device and which it was: also where the ledger tells nothing, since nobody passed. */
function useWho({ actor, scan }: Entry): string | undefined {
  const say = useWords(words);
  const held = [scan?.operator, scan?.device].filter((part) => typeof part === 'string' && part !== '');
  if (held.length > 0) return held.join(' · ');
  if (actor === null) return undefined;
  return actor.name ?? say(actor.kind === 'buyer' ? 'theBuyer' : 'office');
}

/** What happened, in words; a code that there are none for is shown as it is. */
function useEntryWord(): (entry: Entry) => string {
  const say = useWords(words);
  return ({ code, delivery }) => {
    if (delivery !== null) {
      const name = systemOf(delivery);
      return say(`delivery.${delivery.state}`, { name });
    }
    return Object.hasOwn(words.fr, code) ? say(code as 'order.sold') : code;
  };
}

function ticketOf({ change, scan }: Entry): number | undefined {
  if (change?.subject_kind === 'ticket') return change.subject_id;
  return scan?.ticket_id ?? undefined;
}

/** Of a payment that the ledger tells: what was paid after it less what was before. */
function paidIn({ code, change }: Entry): number | undefined {
  if (code !== 'order.paid' && code !== 'order.refunded') return undefined;
  const field = code === 'order.paid' ? 'paid' : 'refunded';
  const [before, after] = [figure(change?.before, field), figure(change?.after, field)];
  return before === undefined || after === undefined ? undefined : after - before;
}

function figure(told: unknown, field: string): number | undefined {
  if (typeof told !== 'object' || told === null) return undefined;
  const value = (told as Readonly<Record<string, unknown>>)[field];
  return typeof value === 'number' ? value : undefined;
}
