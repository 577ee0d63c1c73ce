import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Confirm } from './confirm.tsx';

interface ConfirmButtonProps {
  /** the verb, on the button and in the question */
  readonly act: string;
  readonly title: string;
  /** what will happen, and whether it can be undone */
  readonly lead: string;
  /** what cannot be undone is red */
  readonly final?: boolean;
  readonly onConfirm: () => Promise<void>;
}

/** A button that asks first. */
export function ConfirmButton(props: ConfirmButtonProps): ReactNode {
  const { act, title, lead, final = false, onConfirm } = props;
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {act}
      </Button>
      <Confirm opened={opened} onClose={close} title={title} act={act} final={final} onConfirm={onConfirm}>
        <Text>{lead}</Text>
      </Confirm>
    </>
  );
}
