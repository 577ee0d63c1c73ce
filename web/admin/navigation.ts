import {
  BookOpenIcon,
  BuildingLibraryIcon,
  CalendarDaysIcon,
  ArrowsRightLeftIcon,
  ChartBarIcon,
  CalculatorIcon,
  DevicePhoneMobileIcon,
  HomeIcon,
  KeyIcon,
  QrCodeIcon,
  ReceiptPercentIcon,
  ShoppingBagIcon,
  TicketIcon,
  UserCircleIcon,
  UserGroupIcon,
  UsersIcon,
} from '@heroicons/react/24/outline';
import type { ComponentType, SVGProps } from 'react';
import type { Permission } from '../../src/domain/roles.ts';
import type { PlainKey } from '../words/define.ts';
import type { words } from './words.ts';

export interface NavigationEntry {
  /** a path of `routes.tsx` */
  readonly to: string;
  readonly word: PlainKey<typeof words.fr>;
  readonly icon: ComponentType<SVGProps<SVGSVGElement>>;
  /** who sees it; everybody unless given */
  readonly needs?: Permission;
  /** of all of the organizer: who works for some of its events alone is refused there */
  readonly whole?: true;
}

/** The navigation, in its order: one line for each page. The command palette offers the same. */
export const navigation: readonly NavigationEntry[] = [
  { to: '/', word: 'home', icon: HomeIcon },
  { to: '/events', word: 'events', icon: CalendarDaysIcon, needs: 'catalogue.read' },
  { to: '/halls', word: 'halls', icon: BuildingLibraryIcon, needs: 'catalogue.read', whole: true },
  { to: '/promo-codes', word: 'promoCodes', icon: ReceiptPercentIcon, needs: 'catalogue.read', whole: true },
  { to: '/orders', word: 'orders', icon: ShoppingBagIcon, needs: 'sales.read' },
  { to: '/tickets', word: 'tickets', icon: TicketIcon, needs: 'sales.read' },
  { to: '/gate', word: 'gate', icon: QrCodeIcon, needs: 'gate.read' },
  { to: '/customers', word: 'customers', icon: UserGroupIcon, needs: 'customers.read', whole: true },
  { to: '/reports', word: 'reports', icon: ChartBarIcon, needs: 'reports.read' },
  { to: '/counter-setup', word: 'counterSetup', icon: CalculatorIcon, needs: 'counter.write', whole: true },
  { to: '/connections', word: 'connections', icon: ArrowsRightLeftIcon, needs: 'hub.read', whole: true },
  { to: '/keys', word: 'keys', icon: KeyIcon, needs: 'access.read', whole: true },
  { to: '/users', word: 'users', icon: UsersIcon, needs: 'access.read', whole: true },
  { to: '/devices', word: 'devices', icon: DevicePhoneMobileIcon, needs: 'access.read', whole: true },
  { to: '/audit', word: 'audit', icon: BookOpenIcon, needs: 'ledger.read', whole: true },
  { to: '/account', word: 'account', icon: UserCircleIcon },
];
