import { Badge, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ItemOf } from '../../api/queries.ts';
import { words as roleWords } from '../../session/role-words.ts';
import { useWords } from '../../words/use-words.ts';

export type RoleHeld = ItemOf<'list_users'>['roles'][number];

/** Roles, each once: for single events it may be held many times. */
export function RoleBadges({ roles }: { readonly roles: readonly RoleHeld[] }): ReactNode {
  const say = useWords(roleWords);
  return (
    <Group gap={4}>
      {[...new Set(roles.map(({ role }) => role))].map((role) => (
        <Badge key={role} variant="default" tt="none">
          {say(role)}
        </Badge>
      ))}
    </Group>
  );
}
