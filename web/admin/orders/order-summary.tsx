import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../../kit/facts.tsx';
import { AnchorTo } from '../../kit/links.tsx';
import { Section } from '../../kit/section.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import { usePlatformName } from '../charts/platform-name.ts';
import { BuyerName } from './order-columns.tsx';
import type { Order } from './states.tsx';
import { words } from './order-words.ts';

/** Who, what, from where. */
export function OrderSummary({ order }: { readonly order: Order }): ReactNode {
  const say = useWords(words);
  const platformName = usePlatformName();
  const { customer, source, event } = order;
  return (
    <Section wide title={say('summary')}>
      <Facts>
        <Fact name={say('buyer')}>
          {customer === null || customer.erased ? (
            <BuyerName customer={customer} />
          ) : (
            <AnchorTo to="/customers/$id" params={{ id: String(customer.id) }}>
              <BuyerName customer={customer} />
            </AnchorTo>
          )}
        </Fact>
        {customer !== null && customer.email !== '' && customer.name !== '' && (
          <Fact name={say('email')}>{customer.email}</Fact>
        )}
        {event !== null && <Fact name={say('event')}>{event}</Fact>}
        <Fact name={say('source')}>{sourceOf(order, platformName(order.channel))}</Fact>
        {source.foreign_id !== null && <Fact name={say('foreignId')}>{source.foreign_id}</Fact>}
        <Fact name={say('made')}>
          <When at={order.created_at} />
        </Fact>
        {order.expires_at !== null && (
          <Fact name={say('held')}>
            <When at={order.expires_at} />
          </Fact>
        )}
      </Facts>
      {order.private_comment !== '' && (
        <Text size="sm">
          {say('note')}: {order.private_comment}
        </Text>
      )}
    </Section>
  );
}

/** The connection, the person or the program that it came through; `channel` by its name. */
function sourceOf({ source }: Order, channel: string): string {
  const { connection, user, application } = source;
  const by = connection === null ? (user ?? application) : connection.name;
  return by === null || by === channel ? channel : `${by} · ${channel}`;
}
