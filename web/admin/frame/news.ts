import { useEffect } from 'react';

/** Has the pages of an office told what is new there, for as long as they are looked at. Loaded once they are drawn. */
export function useNews(organizer_id: number | undefined): void {
  useEffect(() => {
    if (organizer_id === undefined) return undefined;
    let ended = false;
    let end = (): void => {};
    const begin = async (): Promise<void> => {
      const { followOffice } = await import('../../api/follow-office.ts');
      if (!ended) end = followOffice(organizer_id);
    };
    // without it pages ask by themselves
    void begin().catch(() => undefined);
    return () => {
      ended = true;
      end();
    };
  }, [organizer_id]);
}
