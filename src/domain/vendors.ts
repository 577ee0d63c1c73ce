/** The vendors whose wire formats Guichet serves, by the name of their dialect: what they call themselves. */
export const vendorNames = {
  billetweb: 'BilletWeb',
  utick: 'uTick',
  weezevent: 'Weezevent',
  qtickets: 'Qtickets',
  caisse: 'caisse.enregistreuse.fr',
} as const;

export type VendorDialect = keyof typeof vendorNames;

export const vendorDialects = Object.keys(vendorNames) as readonly VendorDialect[];
