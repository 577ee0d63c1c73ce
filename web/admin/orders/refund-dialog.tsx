import { Button, Checkbox, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { call, type Answer } from '../../api/call.ts';
import { useWrite } from '../../api/queries.ts';
import { AmountField, amountIn, useAmountText } from '../../kit/amount-field.tsx';
import { useFocusBack } from '../../kit/focus-back.ts';
import { sayDone } from '../../kit/done.ts';
import { moneyText } from '../../kit/money-text.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { changes } from './changes.ts';
import { ticketName } from './order-tickets.tsx';
import { RefundSplit } from './refund-split.tsx';
import type { Order, Ticket } from './states.tsx';
import { words } from './refund-words.ts';

interface RefundDialogProps {
  readonly order: Order;
  readonly onClose: () => void;
}

type How = 'deduction' | 'amount';
const typing_ms = 300;

/** Pays tickets back, by what is kept or by what is given; the split is asked of the office and shown before. */
export default function RefundDialog({ order, onClose }: RefundDialogProps): ReactNode {
  useFocusBack();
  const say = useWords(words);
  const language = useLanguage();
  const { currency } = order;
  const amountText = useAmountText();
  const refundable = order.tickets_sold.filter(
    ({ state }) => state !== 'refunded' && state !== 'deleted' && state !== 'held',
  );
  const [ticket_ids, setTickets] = useState<readonly number[]>(refundable.map(({ id }) => id));
  const [how, setHow] = useState<How>('deduction');
  const [text, setText] = useState(amountText(0, currency));
  const [reason, setReason] = useState('');
  const amount = amountIn(text, currency);
  const preview = usePreview(order.id, { ticket_ids, how, amount });
  const refund = useWrite('refund_tickets', { changes: [...changes] });
  const split = preview.data;
  const act = async (): Promise<void> => {
    if (amount === undefined) return;
    const why = reason.trim() === '' ? {} : { reason: reason.trim() };
    const body = { ticket_ids: [...ticket_ids], [how]: amount, ...why };
    const done = await refund.mutateAsync({ params: { id: order.id }, body });
    const [back, kept] = [done.amount, done.deduction].map((sum) => moneyText(sum, currency, language));
    sayDone(say('done', { amount: back ?? '', kept: kept ?? '' }));
    onClose();
  };
  return (
    <Modal
      opened
      returnFocus={false}
      onClose={onClose}
      title={say('title')}
      size="lg"
      closeButtonProps={{ 'aria-label': say('close') }}
      centered
    >
      <Stack gap="md">
        <WhichTickets tickets={refundable} chosen={ticket_ids} onChange={setTickets} />
        <Stack gap="xs">
          <SegmentedControl
            fullWidth
            aria-label={say('how')}
            value={how}
            onChange={(value) => setHow(value === 'amount' ? 'amount' : 'deduction')}
            data={[
              { value: 'deduction', label: say('byDeduction') },
              { value: 'amount', label: say('byAmount') },
            ]}
          />
          <AmountField
            label={say(how)}
            currency={currency}
            value={text}
            onChange={setText}
            error={amount === undefined || amount < 0 ? say('amountWrong') : undefined}
          />
          <TextInput
            label={say('reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Stack>
        {ticket_ids.length === 0 && <Text size="sm">{say('choose')}</Text>}
        {preview.error !== null && <Trouble error={preview.error} />}
        {split !== undefined && <RefundSplit split={split} tickets={order.tickets_sold} />}
        {refund.error !== null && <Trouble error={refund.error} />}
        <Group justify="flex-end">
          <Button
            color="red.9"
            disabled={split === undefined || preview.isFetching}
            loading={refund.isPending}
            onClick={() => void act().catch(() => undefined)}
          >
            {split === undefined
              ? say('refund')
              : say('act', { amount: moneyText(split.amount, currency, language) })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface Wish {
  readonly ticket_ids: readonly number[];
  readonly how: How;
  readonly amount: number | undefined;
}

/** Asked once the fingers rest; nothing while what was typed is no amount. */
function usePreview(id: number, wish: Wish) {
  const [text] = useDebouncedValue(JSON.stringify(wish), typing_ms);
  const { ticket_ids, how, amount } = JSON.parse(text) as Wish;
  const asked = ticket_ids.length > 0 && amount !== undefined && amount >= 0;
  const body = { ticket_ids: [...ticket_ids], [how]: amount };
  const preview = useQuery({
    queryKey: ['preview_refund', id, body],
    queryFn: ({ signal }): Promise<Answer<'preview_refund'>> =>
      call('preview_refund', { params: { id }, body }, { signal }),
    enabled: asked,
    // money is shown as it stands now
    staleTime: 0,
    gcTime: 0,
  });
  const isCurrent = text === JSON.stringify(wish);
  return {
    data: asked && isCurrent ? preview.data : undefined,
    error: asked && isCurrent ? preview.error : null,
    isFetching: preview.isFetching,
  };
}

interface WhichTicketsProps {
  readonly tickets: readonly Ticket[];
  readonly chosen: readonly number[];
  readonly onChange: (ids: readonly number[]) => void;
}

function WhichTickets({ tickets, chosen, onChange }: WhichTicketsProps): ReactNode {
  const say = useWords(words);
  return (
    <Checkbox.Group
      label={say('which')}
      value={chosen.map(String)}
      onChange={(ids) => onChange(ids.map(Number))}
    >
      <Stack gap="xs" mt="xs">
        {tickets.map((ticket) => (
          <Checkbox key={ticket.id} value={String(ticket.id)} label={ticketName(ticket)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
