import { useLocation } from 'wouter';
import { queryClient } from '../../api/queries.ts';
import { call, type Answer } from '../../api/call.ts';
import { articleOf, withItem } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';

const catalogue_key = ['till_catalogue', {}] as const;

/**
 * What a scanned code does: an article's goes into the basket, or asks which where it has variations; any other is looked for
 * among orders and tickets.
 */
export function useCode(): (code: string) => void {
  const { change } = useBasket();
  const [, navigate] = useLocation();
  const find = async (code: string): Promise<void> => {
    const article = await articleNamed(code);
    if (article === undefined) {
      navigate(`/orders?q=${encodeURIComponent(code)}`);
      return;
    }
    if (article.variations.length > 0) {
      navigate(`/?article=${article.id}`);
      return;
    }
    change((basket) => withItem(basket, articleOf(article, [])));
    navigate('/');
  };
  return (text) => {
    const code = text.trim();
    if (code !== '') void find(code);
  };
}

type Article = Answer<'till_catalogue'>['articles'][number];

/** By the catalogue that is kept here, so that a code costs no round trip. */
async function articleNamed(code: string): Promise<Article | undefined> {
  try {
    const { articles } = await queryClient.ensureQueryData({
      queryKey: catalogue_key,
      queryFn: ({ signal }) => call('till_catalogue', {}, { signal }),
    });
    return articles.find(({ plu }) => plu === code);
  } catch {
    return undefined;
  }
}
