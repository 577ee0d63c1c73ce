import { Button, Stack, Text } from '@mantine/core';
import { ArrowRightStartOnRectangleIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';
import { useMe } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';
import { useSignOut } from './sign-out.ts';

/** Who is signed in, and the way out. */
export function SignedIn(): ReactNode {
  const say = useWords(words);
  const { user } = useMe();
  const signOut = useSignOut();
  return (
    <Stack gap={4}>
      <Text size="sm" c="dimmed" px="xs">
        {say('signedInAs', { name: user?.name ?? '' })}
      </Text>
      <Button
        variant="subtle"
        justify="flex-start"
        px="xs"
        leftSection={<ArrowRightStartOnRectangleIcon width={20} aria-hidden />}
        onClick={signOut}
      >
        {say('signOut')}
      </Button>
    </Stack>
  );
}
