import { Button, Group, Stack, Title } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import { variations_per_item_max } from '../../../src/domain/till.ts';
import { focusWhenShown } from '../../kit/focus.ts';
import { Money } from '../../kit/money.tsx';
import { useWords } from '../../words/use-words.ts';
import { Key } from '../frame/key.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { useTill } from '../frame/till.ts';
import type { Article, Variation } from './basket.ts';
import { Tile } from './tile.tsx';
import { words } from './words.ts';

interface VariationChoiceProps {
  readonly article: Article;
  readonly onChosen: (variations: readonly Variation[]) => void;
  readonly onBack: () => void;
}

/** Which of an article: one touch for one variation; several are marked first, and added together. */
export function VariationChoice({ article, onChosen, onBack }: VariationChoiceProps): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const [marked, setMarked] = useState<readonly Variation[]>([]);
  const add = useRef<HTMLButtonElement>(null);
  useShortcuts({ Escape: onBack });
  const mark = (variation: Variation): void => {
    setMarked(
      marked.includes(variation)
        ? marked.filter((one) => one !== variation)
        : [...marked, variation].slice(-variations_per_item_max),
    );
    // mostly one is enough: Enter again adds it
    add.current?.focus();
  };
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {say('choose', { name: article.name })}
      </Title>
      <div className="tiles">
        {article.variations.map((variation, index) => (
          <Tile
            key={variation.id}
            ref={index === 0 ? focusWhenShown : undefined}
            title={variation.name}
            pressed={marked.includes(variation)}
            below={
              variation.surcharge === 0 ? undefined : (
                <>
                  {variation.surcharge > 0 && '+'}
                  <Money amount={variation.surcharge} currency={currency} />
                </>
              )
            }
            onChoose={() => mark(variation)}
          />
        ))}
      </div>
      <Group>
        <Button size="lg" ref={add} onClick={() => onChosen(marked)}>
          {marked.length === 0 ? say('plain') : say('addOptions')}
        </Button>
        <Button size="lg" variant="default" rightSection={<Key name="Escape" />} onClick={onBack}>
          {say('cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
