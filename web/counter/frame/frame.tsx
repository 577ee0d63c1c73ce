import { Group, Text } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import { Link, Route, Router, Switch, useLocation } from 'wouter';
import { Empty } from '../../kit/empty.tsx';
import { Preferences } from '../../kit/preferences.tsx';
import { BasketKeeper } from '../sell/basket-keeper.tsx';
import { PrinterButton } from '../print/printer-button.tsx';
import { useCode } from '../sell/use-code.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';
import { Help } from './help.tsx';
import { Key } from './key.tsx';
import { useScanned } from './scanned.ts';
import { useShortcuts } from './shortcuts.ts';
import { useTill } from './till.ts';

const LockButton = lazy(() => import('../lock/lock-button.tsx'));
const Keepers = lazy(() => import('./keepers.tsx'));
const SellPage = lazy(async () => ({ default: (await import('../sell/sell-page.tsx')).SellPage }));
const OrdersPage = lazy(() => import('../orders/orders-page.tsx'));
const DayPage = lazy(() => import('../day/day-page.tsx'));

/** The pages of an open till, one line each: its address and what may stand behind it, its name in the words, its key, its page. */
const pages = [
  { href: '/', path: '/', name: 'sell', key: 'F2', page: SellPage },
  { href: '/orders', path: '/orders/:id?', name: 'orders', key: 'F3', page: OrdersPage },
  { href: '/day', path: '/day', name: 'day', key: 'F4', page: DayPage },
] as const;

/** What stands around the pages of an open till. The basket outlives a look at another page. */
export function Frame(): ReactNode {
  const say = useWords(words);
  return (
    <Router base="/counter">
      <BasketKeeper>
        <Suspense>
          <Keepers
            head={
              <>
                <Head />
                <Scanner />
              </>
            }
          >
            <main id="content" tabIndex={-1}>
              <Suspense>
                <Switch>
                  {pages.map(({ path, page: Page }) => (
                    <Route key={path} path={path}>
                      <Page />
                    </Route>
                  ))}
                  <Route>
                    <Empty title={say('missing')} next={say('missingNext')} />
                  </Route>
                </Switch>
              </Suspense>
            </main>
          </Keepers>
        </Suspense>
      </BasketKeeper>
    </Router>
  );
}

/** A scanner is listened to on every page; F2 and the next lead to them. */
function Scanner(): null {
  const [, navigate] = useLocation();
  useScanned(useCode());
  useShortcuts(Object.fromEntries(pages.map(({ key, href }) => [key, () => navigate(href)])));
  return null;
}

function Head(): ReactNode {
  const say = useWords(words);
  const { name, holder } = useTill();
  const [at] = useLocation();
  return (
    <header className="till-head">
      <div className="till-name">
        <Text fw={700} truncate>
          {name}
        </Text>
        <Text size="sm" c="dimmed" truncate>
          {holder}
        </Text>
      </div>
      <nav aria-label={say('places')} className="till-pages">
        {pages.map(({ href, name: word, key }) => (
          <Link
            key={href}
            href={href}
            aria-current={at === href || at.startsWith(`${href}/`) ? 'page' : undefined}
            aria-keyshortcuts={key}
          >
            {say(word)}
            <Key name={key} />
          </Link>
        ))}
      </nav>
      <Group gap="xs" wrap="nowrap" className="till-tools">
        <PrinterButton />
        <Help />
        <LockButton />
        <Preferences />
      </Group>
    </header>
  );
}
