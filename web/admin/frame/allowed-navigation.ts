import { useMay, useMayEverywhere } from '../../session/me.ts';
import { navigation, type NavigationEntry } from '../navigation.ts';

/** The navigation that the role of whoever is signed in allows. */
export function useAllowedNavigation(): readonly NavigationEntry[] {
  const may = useMay();
  const mayEverywhere = useMayEverywhere();
  return navigation.filter(
    ({ needs, whole = false }) => needs === undefined || (whole ? mayEverywhere(needs) : may(needs)),
  );
}
