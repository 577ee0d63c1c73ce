import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAsk, useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { Section } from '../../kit/section.tsx';
import { ShownOnce } from '../../kit/shown-once.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { ConfirmTotp } from './confirm-totp.tsx';
import { PasswordQuestion } from './password-question.tsx';
import { words } from './words.ts';

/** Where somebody is on the way to changing the second step. */
type Step =
  | { readonly at: 'rest' }
  | { readonly at: 'password'; readonly wish: 'enroll' | 'remove' | 'renew' }
  | { readonly at: 'confirm'; readonly secret: string; readonly uri: string }
  | { readonly at: 'codes'; readonly codes: readonly string[] };

export function SecondStepSection(): ReactNode {
  const say = useWords(words);
  const state = useAsk('my_second_step', {});
  const [step, setStep] = useState<Step>({ at: 'rest' });
  const rest = (): void => setStep({ at: 'rest' });
  return (
    <Section title={say('second')} lead={say('secondLead')}>
      {state.isPending && <Skeleton height={36} />}
      {state.error !== null && <Trouble error={state.error} onRetry={() => void state.refetch()} />}
      {state.data !== undefined && step.at === 'rest' && <State {...state.data} onWish={setStep} />}
      {step.at === 'password' && <Asked wish={step.wish} onStep={setStep} />}
      {step.at === 'confirm' && (
        <ConfirmTotp {...step} onCancel={rest} onCodes={(codes) => setStep({ at: 'codes', codes })} />
      )}
      {step.at === 'codes' && (
        <Stack gap="sm" align="flex-start">
          <ShownOnce title={say('recovery')} text={step.codes.join('\n')}>
            <Text size="sm">{say('recoveryLead')}</Text>
          </ShownOnce>
          <Button onClick={rest}>{say('kept')}</Button>
        </Stack>
      )}
    </Section>
  );
}

interface StateProps {
  readonly active: boolean;
  readonly recovery_codes_left: number;
  readonly onWish: (step: Step) => void;
}

function State({ active, recovery_codes_left, onWish }: StateProps): ReactNode {
  const say = useWords(words);
  if (!active)
    return (
      <Group gap="sm">
        <StateBadge mood="warning">{say('secondOff')}</StateBadge>
        <Button onClick={() => onWish({ at: 'password', wish: 'enroll' })}>{say('turnOn')}</Button>
      </Group>
    );
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <StateBadge mood="good">{say('secondOn')}</StateBadge>
        <Text size="sm">{say('codesLeft', { count: recovery_codes_left })}</Text>
      </Group>
      <Group gap="xs">
        <Button variant="default" onClick={() => onWish({ at: 'password', wish: 'renew' })}>
          {say('renew')}
        </Button>
        <Button variant="default" onClick={() => onWish({ at: 'password', wish: 'remove' })}>
          {say('turnOff')}
        </Button>
      </Group>
    </Stack>
  );
}

interface AskedProps {
  readonly wish: 'enroll' | 'remove' | 'renew';
  readonly onStep: (step: Step) => void;
}

/** The password, then what was wished for. */
function Asked({ wish, onStep }: AskedProps): ReactNode {
  const say = useWords(words);
  const enroll = useWrite('enroll_totp');
  const remove = useWrite('remove_totp', { changes: ['my_second_step'] });
  const renew = useWrite('renew_recovery_codes', { changes: ['my_second_step'] });
  const answered = async (password: string): Promise<void> => {
    const input = { body: { password } };
    if (wish === 'enroll') return onStep({ at: 'confirm', ...(await enroll.mutateAsync(input)) });
    if (wish === 'renew')
      return onStep({ at: 'codes', codes: (await renew.mutateAsync(input)).recovery_codes });
    await remove.mutateAsync(input);
    sayDone(say('removed'));
    return onStep({ at: 'rest' });
  };
  return (
    <PasswordQuestion
      act={say(wish === 'remove' ? 'turnOff' : 'go')}
      onAnswered={answered}
      onCancel={() => onStep({ at: 'rest' })}
    />
  );
}
