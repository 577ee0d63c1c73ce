/** The 18 products of the park as its BilletWeb account names them (reference/billetweb-odoo-sync.txt, 4). */
export interface DemoProduct {
  readonly name: string;
  readonly code: string;
  /** in cents */
  readonly amount: number;
  /** BilletWeb's `ticket_id`; 12345 is the document's own */
  readonly ticket_id: number;
  /** units to be had; missing: as many as one likes */
  readonly capacity?: number;
}

export const parkEvent = { id: 1350897, name: 'Parc de la Luge - Billetterie' } as const;
export const voucherEvent = { id: 1353693, name: 'BON CADEAU' } as const;

export const parkProducts: readonly DemoProduct[] = [
  { ticket_id: 12344, code: 'BW-LUGE-JOUR', amount: 2900, name: 'Journée Luge illimitée' },
  { ticket_id: 12345, code: 'BW-LUGE-4T', amount: 1100, name: 'Luge - Forfait 4 tours' },
  { ticket_id: 12346, code: 'BW-LUGE-6T', amount: 1500, name: 'Luge - Forfait 6 tours' },
  { ticket_id: 12347, code: 'BW-LUGE-10T', amount: 2300, name: 'Luge - Forfait 10 tours' },
  { ticket_id: 12348, code: 'BW-LUGE-12T', amount: 2600, name: 'Luge - Forfait 12 tours' },
  { ticket_id: 12349, code: 'BW-PONEY', amount: 600, name: 'Poney' },
  { ticket_id: 12350, code: 'BW-PROMO', amount: 900, name: 'Mon ticket Promo' },
  {
    ticket_id: 12351,
    code: 'BW-LUGE-TRIBU',
    amount: 3900,
    name: 'OFFRE LIMITÉE - SPÉCIALE TRIBU',
    capacity: 50,
  },
  { ticket_id: 12352, code: 'BW-TIR-20', amount: 900, name: "Tir à l'arc - 20 min" },
  { ticket_id: 12353, code: 'BW-TIR-40', amount: 1500, name: "Tir à l'arc - 40 min" },
  { ticket_id: 12354, code: 'BW-KIDS-E10', amount: 500, name: 'Kids électrique - 10 min' },
  { ticket_id: 12355, code: 'BW-TROTT-20', amount: 1200, name: 'Trottinettes ETT - 20 min' },
];

export const voucherProducts: readonly DemoProduct[] = [
  { ticket_id: 12356, code: 'BW-CADEAU-LUGE4', amount: 1100, name: 'Bon cadeau Luge 4 tours' },
  { ticket_id: 12357, code: 'BW-CADEAU-LUGE3', amount: 900, name: 'Bon cadeau Luge 3 tours' },
  { ticket_id: 12358, code: 'BW-CADEAU-PONEY', amount: 600, name: 'Bon cadeau Poney' },
  { ticket_id: 12359, code: 'BW-CADEAU-KIDS', amount: 500, name: 'Bon cadeau Kids électrique' },
  { ticket_id: 12360, code: 'BW-CADEAU-TIR20', amount: 900, name: "Bon cadeau Tir à l'arc 20 min" },
  { ticket_id: 12361, code: 'BW-CADEAU-TROTT', amount: 1200, name: 'Bon cadeau Trottinettes ETT' },
];
