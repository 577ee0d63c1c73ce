import { useMay } from '../../session/me.ts';
import { navigation, type NavigationEntry } from '../navigation.ts';

/** The navigation that the role of whoever is signed in allows. */
export function useAllowedNavigation(): readonly NavigationEntry[] {
  const may = useMay();
  return navigation.filter(({ needs }) => needs === undefined || may(needs));
}
