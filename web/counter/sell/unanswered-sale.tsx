import { Button, Loader, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import type { Input } from '../../api/call.ts';
import { ApiUnreachable } from '../../api/problem.ts';
import { useWrite } from '../../api/queries.ts';
import type { Unsure } from '../../api/unsure.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { useBasket } from './basket-keeper.tsx';
import { sale_changes } from './sale-changes.ts';
import { words } from './words.ts';

interface UnansweredSaleProps {
  readonly sale: Unsure;
  readonly onDone: () => void;
}

/**
 * A sale whose answer was lost, with the network or with the page: it is asked for once more, as it was and under its key, so that it
 * is done once, whether the office had it or not. Until that is known nothing else is sold: the basket may be sold already.
 */
export default function UnansweredSale({ sale, onDone }: UnansweredSaleProps): ReactNode {
  const say = useWords(words);
  const { finish, unanswered_as } = useBasket();
  const { mutate, isPending, error } = useWrite('ring_up', {
    changes: sale_changes,
    kept_as: unanswered_as,
  });
  const asked = useRef(false);
  const ask = (): void =>
    mutate(JSON.parse(sale.text) as Input<'ring_up'>, {
      onSuccess: (sold) => {
        finish(sold);
        onDone();
      },
    });
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    ask();
  });
  const unreachable = error instanceof ApiUnreachable;
  return (
    <Stack p="md" gap="md" role="status">
      <Title order={2} size="h3">
        {say('unanswered')}
      </Title>
      <Text>{say('unansweredNext')}</Text>
      {isPending && <Loader aria-hidden />}
      {error !== null && <Trouble error={error} {...(unreachable ? { onRetry: ask } : {})} />}
      {error !== null && !unreachable && (
        <Button size="lg" onClick={onDone}>
          {say('toBasketAgain')}
        </Button>
      )}
    </Stack>
  );
}
