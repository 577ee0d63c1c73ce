import { Button, Checkbox, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useAsk, useWrite } from '../../api/queries.ts';
import { focusWhenShown } from '../../kit/focus.ts';
import { Money } from '../../kit/money.tsx';
import { moneyText } from '../../kit/money-text.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useShortcuts } from '../frame/shortcuts.ts';
import { HowMany } from '../frame/how-many.tsx';
import { useTill } from '../frame/till.ts';
import { PrintReceipt } from '../print/print-receipt.tsx';
import { order_changes } from './changes.ts';
import type { TillOrder } from './order-state.tsx';
import { allOf, amountOf, goodsOf, ticketsOf, wishOf, type Coming, type GoodsLine } from './refunds.ts';
import { words } from './words.ts';

type Ticket = Answer<'find_order'>['tickets_sold'][number];

interface RefundFormProps {
  readonly order: TillOrder;
  readonly tickets: readonly Ticket[];
  readonly onDone: () => void;
}

const nothing: Coming = { ticket_ids: new Set(), goods: new Map() };

/** What comes back, how the money goes back; then what to hand over, and the paper for it. */
export default function RefundForm({ order, tickets, onDone }: RefundFormProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { counter_id } = useTill();
  // as it was when the form came: what was sent back is not taken out of it again
  const [goods] = useState(() => goodsOf(order));
  const [valid] = useState(() => ticketsOf(tickets));
  const [coming, setComing] = useState<Coming>(nothing);
  const [restock, setRestock] = useState(true);
  const [asked, setAsked] = useState(false);
  const [modeId, setModeId] = useState<number>();
  const modes = (useAsk('till_catalogue', {}).data?.payment_modes ?? []).filter(
    ({ gives_back }) => gives_back,
  );
  const refund = useWrite('refund_at_till', { changes: order_changes });
  useShortcuts({ Escape: onDone });
  const { currency } = order;
  const amount = amountOf(goods, valid, coming);
  const payment_mode_id = modeId ?? modes.find(({ method }) => method === 'cash')?.id ?? modes[0]?.id;
  const body =
    payment_mode_id === undefined ? undefined : wishOf(coming, { counter_id, payment_mode_id, restock });
  if (refund.data !== undefined)
    return (
      <Stack gap="md" maw={560}>
        <div role="status" className="till-change">
          <Text className="till-change-sum">
            {say('refundDone', { amount: moneyText(amount, currency, language) })}
          </Text>
          <Text>{modes.find(({ id }) => id === payment_mode_id)?.name}</Text>
        </div>
        <PrintReceipt order_id={refund.data.return_order_id ?? order.id} />
        <Button size="xl" ref={focusWhenShown} onClick={onDone}>
          {say('back')}
        </Button>
      </Stack>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (body !== undefined) refund.mutate({ params: { id: order.id }, body });
      }}
    >
      <Stack gap="md" maw={620}>
        <Group justify="space-between">
          <Title order={2} size="h4" tabIndex={-1} ref={focusWhenShown}>
            {say('refundTitle')}
          </Title>
          <Button size="md" variant="default" onClick={() => setComing(allOf(goods, valid))}>
            {say('refundAll')}
          </Button>
        </Group>
        <Text size="sm">{say('refundLead')}</Text>
        {refund.error !== null && <Trouble error={refund.error} />}
        <ComingBack goods={goods} tickets={valid} coming={coming} currency={currency} onChange={setComing} />
        {goods.length > 0 && (
          <Checkbox
            size="md"
            label={say('restock')}
            checked={restock}
            onChange={(event) => setRestock(event.currentTarget.checked)}
          />
        )}
        {modes.length === 0 ? (
          <Text role="alert">{say('noWayBack')}</Text>
        ) : (
          <NativeSelect
            size="md"
            label={say('wayBack')}
            value={String(payment_mode_id)}
            onChange={(event) => setModeId(Number(event.currentTarget.value))}
            data={modes.map(({ id, name }) => ({ value: String(id), label: name }))}
          />
        )}
        {asked && body === undefined && (
          <Text role="alert" c="var(--mantine-color-error)">
            {say('nothingChosen')}
          </Text>
        )}
        <Group grow>
          <Button size="xl" variant="default" onClick={onDone}>
            {say('back')}
          </Button>
          <Button size="xl" type="submit" loading={refund.isPending}>
            {say('refundNow', { amount: moneyText(amount, currency, language) })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ComingProps {
  readonly goods: readonly GoodsLine[];
  readonly tickets: readonly Ticket[];
  readonly coming: Coming;
  readonly currency: string;
  readonly onChange: (coming: Coming) => void;
}

function ComingBack({ goods, tickets, coming, currency, onChange }: ComingProps): ReactNode {
  const say = useWords(words);
  const mark = (id: number, comes: boolean): void => {
    const ticket_ids = new Set(coming.ticket_ids);
    if (comes) ticket_ids.add(id);
    else ticket_ids.delete(id);
    onChange({ ...coming, ticket_ids });
  };
  const count = (id: number, many: number): void =>
    onChange({ ...coming, goods: new Map([...coming.goods, [id, many]]) });
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
      {tickets.map(({ id, price, seat, charged_amount, barcodes }) => (
        <Group component="li" key={id} justify="space-between" wrap="nowrap" mih={44}>
          <Checkbox
            size="md"
            label={[price, seat === null ? '' : say('seat', { row: seat.row_label, seat: seat.seat_label })]
              .filter((part) => part !== '')
              .join(' · ')}
            description={barcodes.map(({ code }) => code).join(', ')}
            checked={coming.ticket_ids.has(id)}
            onChange={(event) => mark(id, event.currentTarget.checked)}
          />
          <Money amount={charged_amount} currency={currency} />
        </Group>
      ))}
      {goods.map(({ id, title, left, unit_amount }) => {
        const many = coming.goods.get(id) ?? 0;
        return (
          <Group component="li" key={id} justify="space-between">
            <Text>
              {title} ({say('outOf', { count: left })})
            </Text>
            <Group gap={4} wrap="nowrap">
              <HowMany
                quantity={many}
                less={`− ${say('ofLine', { name: title })}`}
                more={`+ ${say('ofLine', { name: title })}`}
                least={0}
                most={left}
                onPut={(next) => count(id, next)}
              />
              <Text w={90} ta="right">
                <Money amount={many * unit_amount} currency={currency} />
              </Text>
            </Group>
          </Group>
        );
      })}
    </Stack>
  );
}
