import { Button, Group, Modal, Stack, Text, type MantineSize } from '@mantine/core';
import { useEffect, useRef, type FormEvent, type ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import { useFocusBack } from './focus-back.ts';
import { Trouble } from './trouble.tsx';
import { words } from './words.ts';

interface FormDialogProps {
  readonly title: string;
  /** what it is for, above the fields */
  readonly lead?: string;
  /** the verb of what is done */
  readonly act: ReactNode;
  /** the fields; the one to begin with has `data-autofocus` */
  readonly children: ReactNode;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  /** whether it is being sent */
  readonly busy?: boolean;
  /** what is wrong with none of the fields; null and undefined: nothing */
  readonly trouble?: unknown;
  readonly onClose: () => void;
  /** buttons beside the two */
  readonly beside?: ReactNode;
  /** of its buttons: larger for fingers at a till */
  readonly size?: MantineSize;
}

/**
 * A dialog with a form: fields, what went wrong, the way back and the verb. Refused, it shows where: the first field that is
 * wrong has the focus, and what is wrong with none of them is in view.
 */
export function FormDialog(props: FormDialogProps): ReactNode {
  const { title, lead, act, children, onSubmit, busy = false, onClose, beside, size = 'sm' } = props;
  const say = useWords(words);
  useFocusBack();
  const form = useRef<HTMLFormElement>(null);
  const told = useRef<HTMLDivElement>(null);
  const trouble = props.trouble ?? undefined;
  useEffect(() => {
    if (trouble !== undefined) told.current?.scrollIntoView({ block: 'nearest' });
  }, [trouble]);
  // what the office says of fields comes once it has answered
  useEffect(() => {
    if (!busy) focusOnWrong(form.current);
  }, [busy]);
  return (
    <Modal
      opened
      returnFocus={false}
      centered
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': say('close') }}
    >
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          onSubmit(event);
          requestAnimationFrame(() => focusOnWrong(form.current));
        }}
      >
        <Stack gap="sm">
          {lead !== undefined && <Text size="sm">{lead}</Text>}
          {children}
          {trouble !== undefined && (
            <div ref={told}>
              <Trouble error={trouble} />
            </div>
          )}
          <Group justify="flex-end" gap="xs">
            <Button size={size} variant="default" onClick={onClose}>
              {say('cancel')}
            </Button>
            {beside}
            <Button size={size} type="submit" loading={busy}>
              {act}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function focusOnWrong(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
