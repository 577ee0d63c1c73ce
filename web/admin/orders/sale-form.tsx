import {
  Button,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  type NativeSelectProps,
} from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { Money } from '../../kit/money.tsx';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { filledIn } from './filled-in.ts';
import { methods, useMethodWord } from './methods.ts';
import { linesOf, nothing, totalOf, type Basket, type Offer } from './asked-lines.ts';
import { words } from './new-order-words.ts';
import { OfferLine } from './offer-line.tsx';

interface SaleFormProps {
  readonly offers: readonly Offer[];
  readonly complete: boolean;
}

const empty = {
  first_name: '',
  last_name: '',
  email: '',
  promo_code: '',
  private_comment: '',
  settle: 'hold',
};

export function SaleForm({ offers, complete }: SaleFormProps): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const [basket, setBasket] = useState<Basket>({});
  const [missing, setMissing] = useState(false);
  const request = useWrite('request_order', { changes: ['list_orders', 'list_sale_offers'] });
  const lines = linesOf(offers, basket);
  const form = useProblemForm({
    initialValues: empty,
    submit: async ({ first_name, last_name, email, promo_code, private_comment, settle }) => {
      setMissing(lines.length === 0);
      if (lines.length === 0) return;
      const customer = filledIn({ first_name, last_name, email });
      const { id } = await request.mutateAsync({
        body: {
          lines,
          ...filledIn({ promo_code, private_comment }),
          ...(Object.keys(customer).length === 0 ? {} : { customer }),
          ...settledBy(settle),
        },
      });
      sayDone(say(settle === 'hold' ? 'held' : settle === 'later' ? 'confirmed' : 'sold'));
      await navigate({ to: '/orders/$id', params: { id: String(id) } });
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        <Section wide title={say('prices')}>
          {offers.map((offer) => (
            <OfferLine
              key={offer.offer_id}
              offer={offer}
              chosen={basket[offer.offer_id] ?? nothing}
              onChange={(chosen) => setBasket((old) => ({ ...old, [offer.offer_id]: chosen }))}
            />
          ))}
          <Text size="sm">
            {say('best')} {complete ? '' : say('partial')}
          </Text>
        </Section>
        <Section wide title={say('buyer')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            <TextInput label={say('firstName')} {...form.getInputProps('first_name')} />
            <TextInput label={say('lastName')} {...form.getInputProps('last_name')} />
            <TextInput label={say('email')} type="email" {...form.getInputProps('email')} />
            <TextInput label={say('code')} {...form.getInputProps('promo_code')} />
          </SimpleGrid>
          <TextInput label={say('note')} {...form.getInputProps('private_comment')} />
        </Section>
        {missing && lines.length === 0 && (
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {say('none')}
          </Text>
        )}
        {form.trouble !== undefined && <Trouble error={form.trouble} />}
        <Group justify="space-between">
          <Text>
            {say('total')}{' '}
            <Text span inherit fw={700}>
              <Money amount={totalOf(offers, basket)} currency={offers[0]?.currency ?? 'EUR'} />
            </Text>
          </Text>
          <Group gap="xs" align="flex-end">
            <Settling {...form.getInputProps('settle')} />
            <Button type="submit" loading={form.submitting}>
              {say(form.values.settle === 'hold' ? 'hold' : 'sell')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

/** What the sale asks for beside the seats: nothing, the tickets at once, or the tickets and the money. */
function settledBy(settle: string) {
  if (settle === 'hold') return {};
  return settle === 'later' ? { confirm: true } : { confirm: true, payment: { method: settle } };
}

/** Held, confirmed, or paid by what: in one step. */
function Settling(props: NativeSelectProps): ReactNode {
  const say = useWords(words);
  const methodWord = useMethodWord();
  return (
    <NativeSelect
      label={say('settle')}
      data={[
        { value: 'hold', label: say('settleHold') },
        { value: 'later', label: say('settleLater') },
        ...methods.map((value) => ({ value, label: say('settlePaid', { method: methodWord(value) }) })),
      ]}
      {...props}
    />
  );
}
