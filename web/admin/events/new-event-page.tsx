import {
  Button,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useAsk, useWrite } from '../../api/queries.ts';
import { AmountField } from '../../kit/amount-field.tsx';
import { sayDone } from '../../kit/done.ts';
import { Page } from '../../kit/page.tsx';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import {
  complaintsOf,
  eventOf,
  noPrice,
  noSession,
  type EventDraft,
  type PriceDraft,
  type SessionDraft,
} from './event-draft.ts';
import { words } from './words.ts';

const halls_max = 200;
const first: EventDraft = {
  ...{ name: '', description: '', hall: '', published: true },
  ...{ sessions: [noSession], prices: [noPrice] },
};

/** From nothing to on sale: what, when, how much. All of it is made at once, or nothing. */
export default function NewEventPage(): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const organizer = useOrganizer();
  const { zone = 'UTC', currency = 'EUR' } = organizer ?? {};
  const [draft, setDraft] = useState(first);
  const [asked, setAsked] = useState(false);
  const open = useWrite('open_event', { changes: ['list_events'] });
  const complaints = complaintsOf(draft, zone, currency);
  const wrong = (field: string): string | undefined => {
    const complaint = complaints[field];
    return asked && complaint !== undefined ? say(complaint) : undefined;
  };
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (Object.keys(complaints).length > 0) return;
    const { event_id } = await open.mutateAsync(eventOf(draft, zone, currency));
    sayDone(say('made'));
    await navigate({ to: '/events/$id', params: { id: String(event_id) } });
  };
  const change = (part: Partial<EventDraft>): void => setDraft((old) => ({ ...old, ...part }));
  return (
    <Page title={say('newTitle')}>
      <form onSubmit={(event) => void send(event).catch(() => undefined)} noValidate>
        <Stack gap="md">
          <Section title={say('what')}>
            <TextInput
              label={say('name')}
              value={draft.name}
              error={wrong('name')}
              data-autofocus
              onChange={({ currentTarget }) => change({ name: currentTarget.value })}
            />
            <Textarea
              label={say('description')}
              value={draft.description}
              autosize
              minRows={2}
              onChange={({ currentTarget }) => change({ description: currentTarget.value })}
            />
            <HallChoice value={draft.hall} onChange={(hall) => change({ hall })} />
          </Section>
          <Section title={say('when')} lead={say('zoneLead', { zone })}>
            <Sessions sessions={draft.sessions} wrong={wrong} onChange={(sessions) => change({ sessions })} />
          </Section>
          <Section title={say('howMuch')} lead={say('quotaLead')}>
            <Prices
              prices={draft.prices}
              currency={currency}
              wrong={wrong}
              onChange={(prices) => change({ prices })}
            />
          </Section>
          {open.error !== null && <Trouble error={open.error} />}
          <Group justify="space-between" maw={720}>
            <Switch
              label={say('sellNow')}
              checked={draft.published}
              onChange={({ currentTarget }) => change({ published: currentTarget.checked })}
            />
            <Button type="submit" loading={open.isPending}>
              {say('create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

interface HallChoiceProps {
  readonly value: string;
  readonly onChange: (hall: string) => void;
}

/** Halls that are drawn already; nothing where there is none. */
function HallChoice({ value, onChange }: HallChoiceProps): ReactNode {
  const say = useWords(words);
  const halls = useAsk('list_halls', { query: { limit: halls_max, order: 'name' } });
  const found = halls.data?.items ?? [];
  if (found.length === 0) return null;
  return (
    <NativeSelect
      label={say('hall')}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={[
        { value: '', label: say('noHall') },
        ...found.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
    />
  );
}

interface RowsProps<T> {
  readonly wrong: (field: string) => string | undefined;
  readonly onChange: (rows: readonly T[]) => void;
}

/** A list of rows with one of them changed. */
function withRow<T>(rows: readonly T[], index: number, part: Partial<T>): readonly T[] {
  return rows.map((row, at) => (at === index ? { ...row, ...part } : row));
}

function Sessions(
  props: RowsProps<SessionDraft> & { readonly sessions: readonly SessionDraft[] },
): ReactNode {
  const say = useWords(words);
  const { sessions, wrong, onChange } = props;
  return (
    <Stack gap="md">
      {sessions.map((session, index) => {
        const number = index + 1;
        const put = (part: Partial<SessionDraft>): void => onChange(withRow(sessions, index, part));
        return (
          <Stack key={number} gap={4}>
            <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
              <TextInput
                type="datetime-local"
                label={say('startsAt', { number })}
                value={session.starts}
                error={wrong(`sessions.${index}.starts`)}
                onChange={({ currentTarget }) => put({ starts: currentTarget.value })}
              />
              <TextInput
                type="datetime-local"
                label={say('endsAt', { number })}
                value={session.ends}
                error={wrong(`sessions.${index}.ends`)}
                onChange={({ currentTarget }) => put({ ends: currentTarget.value })}
              />
              <TextInput
                inputMode="numeric"
                label={say('capacity', { number })}
                placeholder={say('unlimited')}
                value={session.capacity}
                error={wrong(`sessions.${index}.capacity`)}
                onChange={({ currentTarget }) => put({ capacity: currentTarget.value })}
              />
            </SimpleGrid>
            {sessions.length > 1 && (
              <Remove
                label={say('removeSession', { number })}
                rows={sessions}
                index={index}
                onChange={onChange}
              />
            )}
          </Stack>
        );
      })}
      <Button variant="default" onClick={() => onChange([...sessions, sessions.at(-1) ?? noSession])}>
        {say('addSession')}
      </Button>
    </Stack>
  );
}

function Prices(
  props: RowsProps<PriceDraft> & { readonly prices: readonly PriceDraft[]; readonly currency: string },
): ReactNode {
  const say = useWords(words);
  const { prices, currency, wrong, onChange } = props;
  return (
    <Stack gap="md">
      {prices.map((price, index) => {
        const number = index + 1;
        const put = (part: Partial<PriceDraft>): void => onChange(withRow(prices, index, part));
        return (
          <Stack key={number} gap={4}>
            <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
              <TextInput
                label={say('priceName', { number })}
                value={price.name}
                error={wrong(`prices.${index}.name`)}
                onChange={({ currentTarget }) => put({ name: currentTarget.value })}
              />
              <AmountField
                label={say('amount', { number })}
                currency={currency}
                value={price.amount}
                error={wrong(`prices.${index}.amount`)}
                onChange={(amount) => put({ amount })}
              />
              <TextInput
                inputMode="numeric"
                label={say('quota', { number })}
                placeholder={say('unlimited')}
                value={price.quota}
                error={wrong(`prices.${index}.quota`)}
                onChange={({ currentTarget }) => put({ quota: currentTarget.value })}
              />
            </SimpleGrid>
            {prices.length > 1 && (
              <Remove
                label={say('removePrice', { number })}
                rows={prices}
                index={index}
                onChange={onChange}
              />
            )}
          </Stack>
        );
      })}
      <Button variant="default" onClick={() => onChange([...prices, noPrice])}>
        {say('addPrice')}
      </Button>
    </Stack>
  );
}

interface RemoveProps<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly index: number;
  readonly onChange: (rows: readonly T[]) => void;
}

function Remove<T>({ label, rows, index, onChange }: RemoveProps<T>): ReactNode {
  return (
    <Group justify="flex-end">
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => onChange(rows.filter((_, at) => at !== index))}
      >
        <Text size="sm">{label}</Text>
      </Button>
    </Group>
  );
}
