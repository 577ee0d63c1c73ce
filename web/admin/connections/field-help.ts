/** What connectors say of their fields in English, in French: by `<dialect>_<field>`, or by the field alone. */
const help: Readonly<Record<string, string>> = {
  billetweb_events: 'Numéros des événements à relever ; aucun : tous ceux du compte.',
  billetweb_scan: 'Comment BilletWeb apprend un contrôle ; « produit » lui dit aussi qui est sorti.',
  billetweb_zone: 'Celui des heures que BilletWeb écrit.',
  billetweb_key: 'Dans BilletWeb : Réglages → Outils → API.',
  caisse_channels: 'Les ventes faites ici vont à la boutique (`counter`, `web`, …) ; vide : toutes.',
  caisse_counters:
    'Les ventes de ces caisses seulement, par leur numéro ici ; vide : toutes, et celles d’aucune caisse.',
  caisse_events: 'Les commandes avec un billet de ces événements y vont aussi, par leur numéro ici.',
  caisse_articles: 'Quel article de la boutique est un article d’ici.',
  caisse_prices: 'Quel article de la boutique est un tarif d’ici.',
  caisse_department: 'Où vont les lignes sans article ; vide : lignes libres sans rayon.',
  caisse_payment_modes: 'Le mode de la boutique pour chaque façon de payer : cash, card, voucher, …',
  caisse_payment_mode: 'Pour toutes les autres façons de payer.',
  caisse_refund_mode: 'Le mode qui rend l’argent ; sans lui, les remboursements attendent une personne.',
  caisse_cashbox: 'La caisse où les ventes sont enregistrées ; vide : au choix de la boutique.',
  caisse_user: 'L’utilisateur qui les enregistre ; vide : « webservice ».',
  'caisse-webhook_channels': 'Les commandes faites ici sont signalées ; vide : toutes.',
  'caisse-webhook_header': 'Envoyé comme en-tête de ce nom, pour que le destinataire sache qui appelle.',
  sold_from: 'Les ventes d’avant ce jour (AAAA-MM-JJ) ne sont pas signalées ; vide : toutes le sont.',
  odoo_protocol: 'JSON-RPC jusqu’à Odoo 21, JSON-2 à partir d’Odoo 19.',
  odoo_database: 'Son nom ; peut rester vide avec JSON-2 si le serveur n’a qu’une base.',
  odoo_login: 'De l’utilisateur dont c’est la clé ; inutile avec JSON-2.',
  odoo_from: 'Le numéro de l’événement sur la plateforme, ou son nom ici.',
  odoo_to: 'Le numéro de l’événement dans Odoo.',
  odoo_name: 'Le nom du billet ou de l’article ici.',
  odoo_barcode: 'Celui du produit dans Odoo.',
  odoo_tax_included: 'Si les prix des produits d’Odoo contiennent les taxes.',
  odoo_confirm: 'Sinon elles restent des devis, et leurs inscriptions non confirmées.',
  odoo_mails: 'Si Odoo écrit aux personnes à qui une autre plateforme a déjà envoyé leur billet.',
  odoo_other_lines: 'Articles et frais : envoyés quand un produit leur correspond, ou laissés de côté.',
  odoo_buyer_without_email: 'Son nom dans Odoo ; un seul contact pour toutes ces ventes.',
  odoo_key:
    'Créée dans Odoo : Préférences, Sécurité du compte ; un mot de passe convient aussi avec JSON-RPC.',
  qtickets_scans_at_once: 'Avec 1, chaque contrôle est un appel.',
  qtickets_capacities:
    'Les relevés complets demandent les places des spectacles à venir : une longue réponse pour chacun.',
  qtickets_token: 'Dans Qtickets : Настройки – Основное.',
  'qtickets-webhook_secret': 'L’en-tête X-Signature est calculé avec lui.',
  utick_page_orders: 'uTick en donne 200 au plus.',
  utick_window_days:
    'L’API ne sait pas filtrer ce qui a changé : les commandes de ces jours sont relues chaque fois.',
  weezevent_events: 'Numéros des événements à relever ; aucun : tous ceux que l’identifiant atteint.',
  weezevent_include_unpaid: 'Relever aussi ceux qui n’ont pas payé.',
  weezevent_zone: 'Celui des heures que Weezevent écrit.',
};

/** What a field asks for, in French; undefined where nothing has to be said. */
export function frenchHelp(dialect: string, name: string): string | undefined {
  return help[`${dialect}_${name}`] ?? help[name];
}

const choices: Readonly<Record<string, { readonly fr: string; readonly en: string }>> = {
  scan_check: { fr: 'Contrôle (check)', en: 'Check' },
  scan_update_product: { fr: 'Produit (update_product)', en: 'Product (update_product)' },
  'protocol_json-rpc': { fr: 'JSON-RPC', en: 'JSON-RPC' },
  'protocol_json-2': { fr: 'JSON-2', en: 'JSON-2' },
  other_lines_send: { fr: 'Envoyer', en: 'Send' },
  other_lines_leave_out: { fr: 'Laisser de côté', en: 'Leave out' },
};

/** What a choice of a field is called. */
export function choiceWords(language: 'fr' | 'en', name: string, choice: string): string | undefined {
  return choices[`${name}_${choice}`]?.[language];
}
