import { ActionIcon, Button, Group, NativeSelect, Stack, Text, VisuallyHidden } from '@mantine/core';
import { PlusIcon, TrashIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';
import { roles, isRole } from '../../../src/domain/roles.ts';
import { useAsk } from '../../api/queries.ts';
import { words as roleWords } from '../../session/role-words.ts';
import { useWords } from '../../words/use-words.ts';
import type { RoleHeld } from './role-badges.tsx';
import { words } from './words.ts';

interface RolesFieldProps {
  readonly value: readonly RoleHeld[];
  readonly onChange: (value: RoleHeld[]) => void;
  readonly error?: ReactNode;
}

const events_listed_max = 200;

/** What somebody may do: roles, each in all of the organizer or for one event. */
export function RolesField({ value, onChange, error }: RolesFieldProps): ReactNode {
  const say = useWords(words);
  const change = (at: number, change: Partial<RoleHeld>): void =>
    onChange(value.map((one, index) => (index === at ? { ...one, ...change } : one)));
  return (
    <Stack gap="xs" component="fieldset" style={{ border: 0, padding: 0, margin: 0 }}>
      <VisuallyHidden component="legend">{say('roles')}</VisuallyHidden>
      {value.map((held, index) => (
        <OneRole
          // roles have no identity but their place
          key={index}
          held={held}
          onChange={(part) => change(index, part)}
          onRemove={() => onChange(value.filter((_, at) => at !== index))}
        />
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<PlusIcon width={16} aria-hidden />}
          onClick={() => onChange([...value, { role: 'read_only', event_id: null }])}
        >
          {say('addRole')}
        </Button>
      </Group>
      {error !== undefined && error !== null && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}

interface OneRoleProps {
  readonly held: RoleHeld;
  readonly onChange: (part: Partial<RoleHeld>) => void;
  readonly onRemove: () => void;
}

function OneRole({ held, onChange, onRemove }: OneRoleProps): ReactNode {
  const say = useWords(words);
  const sayRole = useWords(roleWords);
  const events = useAsk('list_events', { query: { order: '-id', limit: events_listed_max } });
  const named = (events.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
  const event = held.event_id === null ? '' : String(held.event_id);
  // one that is older than those listed stays what it is
  const listed = event === '' || named.some(({ value }) => value === event);
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        flex="1 1 9rem"
        label={say('role')}
        value={held.role}
        onChange={({ currentTarget: { value } }) => isRole(value) && onChange({ role: value })}
        data={roles.map((role) => ({ value: role, label: sayRole(role) }))}
      />
      <NativeSelect
        flex="1 1 9rem"
        label={say('scope')}
        value={event}
        onChange={({ currentTarget: { value } }) =>
          onChange({ event_id: value === '' ? null : Number(value) })
        }
        data={[
          { value: '', label: say('whole') },
          ...named,
          ...(listed ? [] : [{ value: event, label: `#${event}` }]),
        ]}
      />
      <ActionIcon variant="default" size="lg" aria-label={say('removeRole')} onClick={onRemove}>
        <TrashIcon width={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
