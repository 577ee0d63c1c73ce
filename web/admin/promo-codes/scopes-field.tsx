import { Button, Group, NativeSelect, Pill, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAll } from '../../api/queries.ts';
import { tagOf } from '../../kit/money-text.ts';
import { useOrganizer } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { Scope } from './code-draft.ts';
import { words } from './words.ts';

const kinds = ['event', 'session', 'price', 'price_group', 'zone'] as const;
type Kind = Scope['kind'];

interface ScopesFieldProps {
  readonly value: readonly Scope[];
  readonly onChange: (scopes: readonly Scope[]) => void;
}

/** What codes apply to: everything, or what is chosen event by event. */
export function ScopesField({ value, onChange }: ScopesFieldProps): ReactNode {
  const say = useWords(words);
  const nameOf = useScopeNames(value);
  const without = (gone: Scope): readonly Scope[] => value.filter((scope) => !same(scope, gone));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={700}>
        {say('scopes')}
      </Text>
      {value.length === 0 ? (
        <Text size="sm" c="dimmed">
          {say('everything')}
        </Text>
      ) : (
        <Pill.Group aria-label={say('scopes')}>
          {value.map((scope) => {
            const name = `${say(scope.kind)} ${nameOf(scope)}`;
            return (
              <Pill
                key={`${scope.kind} ${scope.target_id}`}
                withRemoveButton
                removeButtonProps={{
                  'aria-label': say('removeScope', { name }),
                  'aria-hidden': false,
                  tabIndex: 0,
                }}
                onRemove={() => onChange(without(scope))}
              >
                {name}
              </Pill>
            );
          })}
        </Pill.Group>
      )}
      <AddScope onAdd={(scope) => onChange([...without(scope), scope])} />
    </Stack>
  );
}

const same = (one: Scope, other: Scope): boolean =>
  one.kind === other.kind && one.target_id === other.target_id;

function AddScope({ onAdd }: { readonly onAdd: (scope: Scope) => void }): ReactNode {
  const say = useWords(words);
  const [kind, setKind] = useState<Kind>('event');
  const [event, setEvent] = useState('');
  const [target, setTarget] = useState('');
  const events = useAll('list_events', { query: { order: '-id' } });
  const targets = useTargets(kind, event === '' ? undefined : Number(event));
  const choice = kind === 'event' ? event : target;
  const put = (part: { readonly kind?: Kind; readonly event?: string }): void => {
    setKind(part.kind ?? kind);
    setEvent(part.event ?? event);
    setTarget('');
  };
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, sm: kind === 'event' ? 2 : 3 }} spacing="xs">
        <NativeSelect
          label={say('limitTo')}
          value={kind}
          data={kinds.map((value) => ({ value, label: say(value) }))}
          onChange={({ currentTarget }) => put({ kind: currentTarget.value as Kind })}
        />
        <NativeSelect
          label={say('event')}
          value={event}
          data={[
            { value: '', label: say('choose') },
            ...(events.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          onChange={({ currentTarget }) => put({ event: currentTarget.value })}
        />
        {kind !== 'event' && (
          <NativeSelect
            label={say(kind)}
            value={target}
            data={[{ value: '', label: say('choose') }, ...targets]}
            onChange={({ currentTarget }) => setTarget(currentTarget.value)}
          />
        )}
      </SimpleGrid>
      <Group>
        <Button
          variant="default"
          size="xs"
          disabled={choice === ''}
          onClick={() => {
            onAdd({ kind, target_id: Number(choice) });
            setTarget('');
          }}
        >
          {say('addScope')}
        </Button>
      </Group>
    </Stack>
  );
}

interface Target {
  readonly value: string;
  readonly label: string;
}

/** What of the event a code can be limited to; nothing until an event is chosen. */
function useTargets(kind: Kind, event_id: number | undefined): readonly Target[] {
  const sessionName = useSessionName();
  const query = { where: [{ column: 'event_id', value: event_id ?? 0 }] };
  const asked = (wanted: Kind) => ({ enabled: kind === wanted && event_id !== undefined });
  const sessions = useAll('list_sessions', { query }, asked('session'));
  const prices = useAll('list_prices', { query }, asked('price'));
  const groups = useAll('list_price_groups', { query }, asked('price_group'));
  const halls = useAll('list_sessions', { query }, asked('zone'));
  const hall_ids = (halls.data?.items ?? []).flatMap(({ hall_id }) => (hall_id === null ? [] : [hall_id]));
  const zones = useAll(
    'list_zones',
    { query: { where: [{ column: 'hall_id', operator: 'in', value: hall_ids }] } },
    { enabled: kind === 'zone' && hall_ids.length > 0 },
  );
  if (kind === 'session')
    return (sessions.data?.items ?? []).map((one) => ({ value: String(one.id), label: sessionName(one) }));
  const named = { price: prices, price_group: groups, zone: zones, event: undefined }[kind];
  return (named?.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
}

function useSessionName(): (session: { readonly name: string; readonly starts_at: string }) => string {
  const language = useLanguage();
  const zone = useOrganizer()?.zone ?? 'UTC';
  const format = new Intl.DateTimeFormat(tagOf(language), {
    ...{ dateStyle: 'medium', timeStyle: 'short', timeZone: zone },
  });
  return ({ name, starts_at }) => [format.format(new Date(starts_at)), name].filter(Boolean).join(' · ');
}

/** The names of what is chosen; its number until they are there. */
function useScopeNames(scopes: readonly Scope[]): (scope: Scope) => string {
  const sessionName = useSessionName();
  const of = (kind: Kind) => {
    const ids = scopes.filter((scope) => scope.kind === kind).map(({ target_id }) => target_id);
    return [
      { query: { where: [{ column: 'id', operator: 'in', value: ids }] } },
      { enabled: ids.length > 0, keep: true },
    ] as const;
  };
  const events = useAll('list_events', ...of('event'));
  const sessions = useAll('list_sessions', ...of('session'));
  const prices = useAll('list_prices', ...of('price'));
  const groups = useAll('list_price_groups', ...of('price_group'));
  const zones = useAll('list_zones', ...of('zone'));
  const lists = { event: events, price: prices, price_group: groups, zone: zones };
  return ({ kind, target_id }) => {
    if (kind === 'session') {
      const session = sessions.data?.items.find(({ id }) => id === target_id);
      return session === undefined ? String(target_id) : sessionName(session);
    }
    return lists[kind].data?.items.find(({ id }) => id === target_id)?.name ?? String(target_id);
  };
}
