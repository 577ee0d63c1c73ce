import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import { useFocusBack } from './focus-back.ts';
import { Trouble } from './trouble.tsx';
import { words } from './words.ts';

interface ConfirmProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** the question */
  readonly title: string;
  /** what will happen, and whether it can be undone */
  readonly children: ReactNode;
  /** the verb of what is done */
  readonly act: string;
  /** what cannot be undone is red */
  readonly final?: boolean;
  /** whether what was typed will do; it says itself where not */
  readonly ready?: () => boolean;
  /** what it throws is shown, and the question stays */
  readonly onConfirm: () => Promise<void>;
}

/** Asks before something is done that is hard to undo. The way back has the focus. */
export function Confirm(props: ConfirmProps): ReactNode {
  const { opened, onClose, title, children, act, final = false, onConfirm, ready } = props;
  const say = useWords(words);
  useFocusBack(opened);
  const [working, setWorking] = useState(false);
  const [trouble, setTrouble] = useState<unknown>();
  const confirm = async (): Promise<void> => {
    if (ready?.() === false) return;
    setWorking(true);
    setTrouble(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setTrouble(error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <Modal
      opened={opened}
      returnFocus={false}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': say('cancel') }}
      centered
    >
      <Stack gap="md">
        {children}
        {trouble !== undefined && <Trouble error={trouble} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {say('cancel')}
          </Button>
          <Button {...(final ? { color: 'red.9' } : {})} loading={working} onClick={() => void confirm()}>
            {act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
