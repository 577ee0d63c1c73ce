/** Basis points of "12,5"; undefined for what is no percentage up to 100. */
export function percentIn(text: string): number | undefined {
  const typed = text.trim().replace(',', '.');
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(typed)) return undefined;
  const basis_points = Math.round(Number(typed) * 100);
  return basis_points <= 10_000 ? basis_points : undefined;
}
