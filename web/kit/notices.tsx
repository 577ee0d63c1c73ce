import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

/** Where notices appear. Those that came before it did are shown then. */
export default function Notices(): ReactNode {
  return <Notifications position="bottom-right" />;
}
