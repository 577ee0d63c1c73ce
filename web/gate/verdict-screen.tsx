import { Button, Text, Title } from '@mantine/core';
import { CheckCircleIcon, ExclamationTriangleIcon, XCircleIcon } from '@heroicons/react/24/solid';
import { lazy, Suspense, useEffect, useEffectEvent, useRef, type ReactNode } from 'react';
import { AnswerText } from '../kit/answer-text.tsx';
import { tagOf } from '../kit/money-text.ts';
import { words as refusals } from '../kit/refusal-words.ts';
import { useLanguage, useWords } from '../words/use-words.ts';
import type { Verdict } from './verdict.ts';
import { words } from './words.ts';

// for few devices, and seldom
const ForcePart = lazy(() => import('./force-part.tsx'));

interface VerdictScreenProps {
  readonly verdict: Verdict;
  /** IANA */
  readonly zone: string;
  /** hands are busy with tickets: a good verdict goes by itself */
  readonly passing: boolean;
  readonly onNext: () => void;
  readonly onForce: (reason: string) => void;
}

const passing_after_ms = 2_500;

const icons = { good: CheckCircleIcon, look: ExclamationTriangleIcon, bad: XCircleIcon } as const;

/** The whole screen: a colour, a shape, a word; then who, and why. */
export function VerdictScreen({ verdict, zone, passing, onNext, onForce }: VerdictScreenProps): ReactNode {
  const say = useWords(words);
  const sayRefusal = useWords(refusals);
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  usePassing(passing && verdict.mood === 'good', onNext);
  const { mood, refusal, direction, holder, price, place, allowed, used, alert, answers } = verdict;
  const Icon = icons[mood];
  const passed = direction === 'in' ? (alert === null ? 'letIn' : 'letInLook') : 'letOut';
  const title = refusal === null ? passed : mood === 'look' ? 'look' : 'refused';
  return (
    <div className={`verdict verdict-${mood}`} role="alertdialog" aria-labelledby="verdict-title">
      <Icon className="verdict-icon" aria-hidden />
      <Title order={2} id="verdict-title" className="verdict-title">
        {say(title)}
      </Title>
      {refusal !== null && <Text className="verdict-reason">{sayRefusal(refusal)}</Text>}
      {refusal === null && alert !== null && <Text className="verdict-alert">{alert}</Text>}
      {title === 'letInLook' && <Text className="verdict-reason">{say('noted')}</Text>}
      <When verdict={verdict} zone={zone} />
      {[holder, price, place].map(
        (text) =>
          text !== '' && (
            <Text key={text} className="verdict-who">
              {text}
            </Text>
          ),
      )}
      {answers.map(({ label, value }) => (
        <Text key={`${label} ${value}`}>
          {label} :{' '}
          <strong>
            <AnswerText value={value} />
          </strong>
        </Text>
      ))}
      {verdict.forced && <Text>{say('forced')}</Text>}
      {refusal === null && allowed !== null && allowed > 1 && (
        <Text>{say('entries', { used, allowed })}</Text>
      )}
      {verdict.offline && <Text>{say('decidedHere')}</Text>}
      <Button ref={next} variant="white" color="dark" size="lg" onClick={onNext}>
        {say('next')}
      </Button>
      {verdict.may_force && (
        <Suspense>
          <ForcePart onForce={onForce} />
        </Suspense>
      )}
    </div>
  );
}

function usePassing(passing: boolean, onNext: () => void): void {
  const pass = useEffectEvent(onNext);
  useEffect(() => {
    if (!passing) return undefined;
    const timer = setTimeout(() => pass(), passing_after_ms);
    return () => clearTimeout(timer);
  }, [passing]);
}

/** When it was used and where, or when the doors are open. */
function When({ verdict, zone }: { readonly verdict: Verdict; readonly zone: string }): ReactNode {
  const say = useWords(words);
  const tag = tagOf(useLanguage());
  const text = (at: number): string =>
    new Intl.DateTimeFormat(tag, { dateStyle: 'short', timeStyle: 'medium', timeZone: zone }).format(at);
  const { refusal, last_used_at, opens_at, closed_at, point, device, operator } = verdict;
  if ((refusal === 'already_used' || refusal === 'already_inside') && last_used_at !== null) {
    const where = [point, device, operator].filter((part) => part !== null && part !== '').join(' · ');
    return (
      <Text className="verdict-reason">
        {say('usedAt', { at: text(last_used_at) })}
        {where !== '' && <br />}
        {where}
      </Text>
    );
  }
  if (refusal === 'not_yet_open' && opens_at !== null)
    return <Text className="verdict-reason">{say('opensAt', { at: text(opens_at) })}</Text>;
  if (refusal === 'closed' && closed_at !== null)
    return <Text className="verdict-reason">{say('closedAt', { at: text(closed_at) })}</Text>;
  return null;
}
