import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { permissionsOf, type Permission } from '../../src/domain/roles.ts';
import { call, setOrganizer, type Answer } from '../api/call.ts';
import { queryClient } from '../api/queries.ts';

export type Me = Answer<'me'>;
export type Organizer = Me['organizers'][number];

const me_fresh_ms = 300_000;

export const meQuery = queryOptions({
  queryKey: ['me', {}],
  queryFn: ({ signal }) => call('me', {}, { signal }),
  staleTime: me_fresh_ms,
});

/** Who is signed in. Below the frame alone, which asks before it draws anything. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

const kept_as = 'guichet-organizer';
const listeners = new Set<() => void>();

function chosenId(): number | undefined {
  const text = localStorage.getItem(kept_as);
  return text === null ? undefined : Number(text);
}

function organizerOf({ organizers }: Me): Organizer | undefined {
  return organizers.find(({ id }) => id === chosenId()) ?? organizers[0];
}

/** Makes the calls that follow be about the organizer that was chosen last on this device, or else the first. */
export function settleOrganizer(me: Me): void {
  setOrganizer(organizerOf(me)?.id);
}

/** Turns to another organizer: what was read of the one before is forgotten. */
export function chooseOrganizer(id: number): void {
  localStorage.setItem(kept_as, String(id));
  setOrganizer(id);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  for (const told of listeners) told();
}

function listen(told: () => void): () => void {
  listeners.add(told);
  return () => listeners.delete(told);
}

/** The organizer that the pages are about; undefined for somebody who reaches none. */
export function useOrganizer(): Organizer | undefined {
  useSyncExternalStore(listen, chosenId);
  return organizerOf(useMe());
}

/** Whether somebody may do that in all of the organizer, or for some of its events at least. */
export function mayIn(organizer: Organizer | undefined, permission: Permission): boolean {
  if (organizer === undefined) return false;
  if (organizer.permissions.includes(permission)) return true;
  return organizer.roles.some(({ role }) => permissionsOf(role).includes(permission));
}

/** `may('sales.refund')`: for what a page offers. The office decides again, whatever a page shows. */
export function useMay(): (permission: Permission) => boolean {
  const organizer = useOrganizer();
  return (permission) => mayIn(organizer, permission);
}

/** The same for all of the organizer: what belongs to no event is not offered to who works for some events alone. */
export function useMayEverywhere(): (permission: Permission) => boolean {
  const organizer = useOrganizer();
  return (permission) => organizer?.permissions.includes(permission) ?? false;
}
