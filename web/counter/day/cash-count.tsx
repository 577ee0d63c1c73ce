import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { AmountField, amountIn, useAmountText } from '../../kit/amount-field.tsx';
import { focusWhenShown } from '../../kit/focus.ts';
import { Money } from '../../kit/money.tsx';
import { useWords } from '../../words/use-words.ts';
import './day.css';
import {
  denominationsOf,
  piecesCounted,
  piecesIn,
  sumCounted,
  type Counted,
  type Denomination,
  type Pieces,
} from './denominations.ts';
import { words } from './words.ts';

interface CashCountProps {
  readonly currency: string;
  /** the sum, as it is typed or as the pieces come to */
  readonly value: string;
  /** with the pieces that it was counted by; none where the sum was typed */
  readonly onChange: (sum: string, pieces: readonly Pieces[]) => void;
  readonly label: string;
  readonly error?: string | undefined;
  /** the pieces are asked for at once, and the sum only by choice */
  readonly byPieces?: boolean;
}

/** Cash, counted piece by piece or said as a sum. */
export default function CashCount(props: CashCountProps): ReactNode {
  const say = useWords(words);
  const { currency, value, onChange, label, error, byPieces = false } = props;
  const denominations = denominationsOf(currency);
  const [pieces, setPieces] = useState(byPieces && denominations.length > 0);
  const sum = amountIn(value, currency);
  return (
    <Stack gap="sm">
      {pieces ? (
        <>
          <PieceFields denominations={denominations} currency={currency} onCount={onChange} />
          <div className="count-sum" role="status">
            <Text span size="lg">
              {label}
            </Text>
            <Text span className="till-sum">
              <Money amount={sum ?? 0} currency={currency} />
            </Text>
          </div>
          {error !== undefined && (
            <Text size="sm" c="red.9" role="alert">
              {error}
            </Text>
          )}
        </>
      ) : (
        <AmountField
          size="lg"
          label={label}
          currency={currency}
          value={value}
          onChange={(typed) => onChange(typed, [])}
          error={error}
          ref={focusWhenShown}
        />
      )}
      {denominations.length > 0 && (
        <Button variant="default" size="md" onClick={() => setPieces(!pieces)}>
          {say(pieces ? 'bySum' : 'byPieces')}
        </Button>
      )}
    </Stack>
  );
}

interface PieceFieldsProps {
  readonly denominations: readonly Denomination[];
  readonly currency: string;
  readonly onCount: CashCountProps['onChange'];
}

/** A field for each note and coin. Enter and the arrows go up and down, so that one hand counts and the other types. */
function PieceFields({ denominations, currency, onCount }: PieceFieldsProps): ReactNode {
  const say = useWords(words);
  const amountText = useAmountText();
  const [counted, setCounted] = useState<Counted>({});
  const grid = useRef<HTMLDivElement>(null);
  const put = (key: string, text: string): void => {
    const next = { ...counted, [key]: text };
    setCounted(next);
    const sum = sumCounted(denominations, next);
    onCount(sum === undefined ? '' : amountText(sum, currency), piecesCounted(denominations, next));
  };
  const step = (event: KeyboardEvent<HTMLInputElement>): void => {
    const by = event.key === 'ArrowUp' ? -1 : ['ArrowDown', 'Enter'].includes(event.key) ? 1 : 0;
    if (by === 0) return;
    const fields = [...(grid.current?.querySelectorAll('input') ?? [])];
    const next = fields[fields.indexOf(event.currentTarget) + by];
    // from the last field Enter goes on with the form
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.select();
  };
  const column = (kind: Denomination['kind']): ReactNode => (
    <fieldset className="count-column">
      <legend>{say(kind === 'note' ? 'bills' : 'coins')}</legend>
      {denominations
        .filter((one) => one.kind === kind)
        .map(({ key, value }, index) => {
          const typed = counted[key] ?? '';
          const many = piecesIn(typed);
          return (
            <div className="count-row" key={key}>
              <label htmlFor={`count-${key}`} className="count-value">
                <Money amount={value} currency={currency} />
              </label>
              <TextInput
                id={`count-${key}`}
                size="md"
                inputMode="numeric"
                autoComplete="off"
                placeholder="0"
                value={typed}
                error={many === undefined}
                ref={kind === 'note' && index === 0 ? focusWhenShown : undefined}
                onChange={(event) => put(key, event.currentTarget.value)}
                onKeyDown={step}
              />
              <span className="count-amount">
                {many !== undefined && many > 0 && <Money amount={many * value} currency={currency} />}
              </span>
            </div>
          );
        })}
    </fieldset>
  );
  return (
    <div className="count-grid" ref={grid}>
      {column('note')}
      {column('coin')}
    </div>
  );
}
