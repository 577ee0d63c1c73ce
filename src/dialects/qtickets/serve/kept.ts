/** What Qtickets knows of an order and Guichet has no column for, in the order's metadata. Ids in it are local ones. */
export interface KeptOfOrder {
  readonly site_id?: number | undefined;
  readonly payment_mode_id?: number | undefined;
  readonly payment_type_id?: string | undefined;
  readonly basket_user_id?: number | undefined;
  readonly access_code_id?: number | undefined;
  /** ms; the hold's end as it was promised, kept beyond the payment */
  readonly reserved_to?: number | undefined;
  readonly reserve_extended?: boolean | undefined;
  readonly utm?: Readonly<Record<string, unknown>> | undefined;
  readonly custom?: Readonly<Record<string, unknown>> | undefined;
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  readonly integrations?: Readonly<Record<string, unknown>> | undefined;
}

/** Names in the metadata that other dialects use alike. */
const open = ['utm', 'custom', 'fields', 'integrations'] as const;

export function keptOf(metadata: string): KeptOfOrder {
  if (metadata === '{}') return {};
  const { qtickets, ...all } = JSON.parse(metadata) as Readonly<Record<string, unknown>>;
  const own = isMap(qtickets) ? (qtickets as KeptOfOrder) : {};
  const maps = open.flatMap((name) => (isMap(all[name]) ? [[name, all[name]] as const] : []));
  return { ...own, ...Object.fromEntries(maps) };
}

/** The metadata of a new order. */
export function metadataOf(kept: KeptOfOrder): Record<string, unknown> {
  const { utm, custom, fields, integrations, ...own } = kept;
  const maps = Object.entries({ utm, custom, fields, integrations }).filter(([, map]) => map !== undefined);
  return { ...Object.fromEntries(maps), qtickets: own };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
