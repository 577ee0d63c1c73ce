import { Button, Group, Loader, Stack, Text } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { isNamed } from '../../../src/domain/named.ts';
import { useAsk } from '../../api/queries.ts';
import { Empty } from '../../kit/empty.tsx';
import { focusWhenShown } from '../../kit/focus.ts';
import { Money } from '../../kit/money.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { ToSetup } from '../frame/to-setup.tsx';
import { articleOf, withItem, type Article, type Variation } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { NothingNamed } from './nothing-named.tsx';
import { Tile } from './tile.tsx';
import { VariationChoice } from './variation-choice.tsx';
import { words } from './words.ts';

const FreeDialog = lazy(() => import('./free-dialog.tsx'));

const every_ms = 30_000;

interface ArticleTilesProps {
  /** names that are looked for; empty: all */
  readonly text: string;
  /** whose articles are shown; null: those of none; undefined: all */
  readonly department_id: number | null | undefined;
  readonly onDepartment: (id: number | null | undefined) => void;
  /** one with variations that was scanned */
  readonly scanned: number | undefined;
  readonly onScannedDone: () => void;
  /** something went into the basket */
  readonly onAdded: () => void;
}

/** Articles by department; one with variations asks which. */
export function ArticleTiles(props: ArticleTilesProps): ReactNode {
  const { text, onDepartment, scanned, onScannedDone, onAdded } = props;
  const say = useWords(words);
  const { change } = useBasket();
  const catalogue = useAsk('till_catalogue', {}, { every_ms });
  const [choosing, setChoosing] = useState<Article>();
  const [keying, setKeying] = useState(false);
  if (catalogue.error !== null && catalogue.data === undefined)
    return <Trouble error={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  if (catalogue.data === undefined) return <Loader aria-hidden />;
  const { articles, departments } = catalogue.data;
  const leave = (): void => {
    setChoosing(undefined);
    if (scanned !== undefined) onScannedDone();
  };
  const put = (article: Article, variations: readonly Variation[]): void => {
    change((basket) => withItem(basket, articleOf(article, variations)));
    leave();
    onAdded();
  };
  const asked = choosing ?? articles.find(({ id }) => id === scanned);
  if (asked !== undefined)
    return (
      <VariationChoice
        key={asked.id}
        article={asked}
        onChosen={(variations) => put(asked, variations)}
        onBack={leave}
      />
    );
  const used = departments.filter(({ id }) => articles.some((one) => one.department_id === id));
  const loose = articles.some(({ department_id }) => department_id === null) && used.length > 0;
  // a department that was taken away, or whose articles were, is not left from within
  const left = props.department_id === null ? loose : used.some(({ id }) => id === props.department_id);
  const department = left ? props.department_id : undefined;
  const shown = articles.filter(({ name, plu, department_id }) =>
    text === ''
      ? department === undefined || department_id === department
      : isNamed(`${name} ${plu ?? ''}`, text),
  );
  return (
    <Stack gap="sm">
      {text === '' && used.length + (loose ? 1 : 0) > 1 && (
        <Group gap="xs" role="group" aria-label={say('departments')}>
          {[
            { id: undefined, name: say('allArticles') },
            ...used,
            ...(loose ? [{ id: null, name: say('otherArticles') }] : []),
          ].map(({ id, name }) => (
            <Button
              key={String(id)}
              size="md"
              variant={id === department ? 'filled' : 'default'}
              aria-pressed={id === department}
              onClick={() => onDepartment(id)}
            >
              {name}
            </Button>
          ))}
        </Group>
      )}
      {articles.length === 0 && (
        <Empty title={say('noArticles')} next={say('noArticlesNext')}>
          <ToSetup part="articles" />
        </Empty>
      )}
      {shown.length === 0 && text !== '' && <NothingNamed text={text} />}
      <div className="tiles">
        {shown.map((article, index) => (
          <ArticleTile
            key={article.id}
            article={article}
            focused={index === 0 && text === ''}
            onChoose={() => (article.variations.length === 0 ? put(article, []) : setChoosing(article))}
          />
        ))}
        {text === '' && (
          <Tile title={say('byHand')} below={say('byHandWhat')} onChoose={() => setKeying(true)} />
        )}
      </div>
      <Suspense>
        {keying && (
          <FreeDialog
            departments={departments}
            department_id={department ?? null}
            onClose={() => setKeying(false)}
          />
        )}
      </Suspense>
    </Stack>
  );
}

interface ArticleTileProps {
  readonly article: Article;
  readonly focused: boolean;
  readonly onChoose: () => void;
}

function ArticleTile({ article, focused, onChoose }: ArticleTileProps): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const { name, amount, left, variations } = article;
  return (
    <Tile
      ref={focused ? focusWhenShown : undefined}
      title={name}
      below={
        <Text span inherit>
          <Money amount={amount} currency={currency} />
          {variations.some(({ surcharge }) => surcharge !== 0) && ' +'}
        </Text>
      }
      note={left === null ? undefined : left <= 0 ? say('outOfStock') : say('left', { count: left })}
      disabled={left !== null && left <= 0}
      onChoose={onChoose}
    />
  );
}
