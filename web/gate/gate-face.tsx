import { Center, Loader, Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useSyncExternalStore, type ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import type { Gate } from './gate.ts';
import { ScanPage } from './scan-page.tsx';
import { ToJoin } from './to-join.tsx';
import { words } from './words.ts';

/** undefined: the page came over plain HTTP, where a browser has no keys to seal with */
export function GateFace({ gate }: { readonly gate: Gate | undefined }): ReactNode {
  const say = useWords(words);
  useDocumentTitle(`${say('title')} · Guichet`);
  if (gate === undefined)
    return (
      <Center component="main" mih="100dvh" p="md">
        <Text role="alert">{say('insecure')}</Text>
      </Center>
    );
  return <Opened gate={gate} />;
}

function Opened({ gate }: { readonly gate: Gate }): ReactNode {
  const say = useWords(words);
  const view = useSyncExternalStore(gate.subscribe, gate.view);
  if (view.phase === 'opening')
    return (
      <Center component="main" mih="100dvh">
        <Loader aria-label={say('opening')} />
      </Center>
    );
  if (view.phase === 'joined') return <ScanPage gate={gate} view={view} />;
  return <ToJoin gate={gate} wiped={view.phase === 'wiped'} />;
}
