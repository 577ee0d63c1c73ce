import { Anchor, Button, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useWrite } from '../../api/queries.ts';
import { focusWhenShown } from '../../kit/focus.ts';
import { useFocusBack } from '../../kit/focus-back.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { changes } from './changes.ts';
import type { Order } from './states.tsx';
import { words } from './order-words.ts';

interface ResendDialogProps {
  readonly order: Order;
  readonly onClose: () => void;
}

/** The links to the tickets, once it was said that they are to be given out: the ledger keeps by whom. */
export function ResendDialog({ order, onClose }: ResendDialogProps): ReactNode {
  const say = useWords(words);
  useFocusBack();
  const [given, setGiven] = useState<Answer<'resend_order'>>();
  const resend = useWrite('resend_order', { changes });
  const give = async (): Promise<void> => setGiven(await resend.mutateAsync({ params: { id: order.id } }));
  return (
    <Modal
      opened
      returnFocus={false}
      onClose={onClose}
      title={given === undefined ? say('resendTitle') : say('linksTitle', { label: order.label })}
      closeButtonProps={{ 'aria-label': say('close') }}
      centered
    >
      <Stack gap="md">
        <Text size="sm">{say('resendText')}</Text>
        {resend.error !== null && <Trouble error={resend.error} />}
        {given === undefined ? (
          <Group justify="flex-end">
            <Button
              data-autofocus
              loading={resend.isPending}
              onClick={() => void give().catch(() => undefined)}
            >
              {say('resendAct')}
            </Button>
          </Group>
        ) : (
          <Links label={order.label} given={given} />
        )}
      </Stack>
    </Modal>
  );
}

interface LinksProps {
  readonly label: string;
  readonly given: Answer<'resend_order'>;
}

function Links({ label, given }: LinksProps): ReactNode {
  const say = useWords(words);
  const { links, email } = given;
  const all = [
    { name: say('linkPage'), url: links.page },
    ...(links.tickets_pdf === null ? [] : [{ name: say('linkPdf'), url: links.tickets_pdf }]),
    ...links.tickets.map(({ ticket_id, pdf }) => ({ name: say('linkTicket', { id: ticket_id }), url: pdf })),
  ];
  const subject = encodeURIComponent(say('mailSubject', { label }));
  return (
    <Stack gap="xs">
      {all.map(({ name, url }, index) => (
        <Group key={url} justify="space-between" wrap="nowrap">
          <Anchor
            // they come in the place of the button that had the focus
            {...(index === 0 ? { ref: focusWhenShown } : {})}
            href={url}
            target="_blank"
            rel="noreferrer"
            size="sm"
          >
            {name}
          </Anchor>
          <CopyButton value={url}>
            {({ copied, copy }) => (
              <Button
                size="compact-xs"
                variant="default"
                onClick={copy}
                aria-label={`${say('copy')}: ${name}`}
              >
                {say(copied ? 'copied' : 'copy')}
              </Button>
            )}
          </CopyButton>
        </Group>
      ))}
      {email !== null && (
        <Anchor size="sm" href={`mailto:${email}?subject=${subject}&body=${encodeURIComponent(links.page)}`}>
          {say('writeTo', { email })}
        </Anchor>
      )}
    </Stack>
  );
}
