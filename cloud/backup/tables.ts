/**
 * What a backup holds, in an order that foreign keys allow. Views that are made again from the operations are left out; so are codes
 * and challenges that live for minutes. `key` gives every table an order to be read in.
 */
export const backedUpTables = [
  { name: 'organisation', key: ['id'] },
  { name: 'access_token', key: ['sha256'] },
  { name: 'signing_key', key: ['key_id'] },
  { name: 'station_key', key: ['organisation', 'device'] },
  { name: 'device', key: ['organisation', 'device', 'epoch'] },
  { name: 'chain_month', key: ['organisation', 'device', 'epoch', 'month'] },
  { name: 'operation', key: ['organisation', 'change'] },
  { name: 'change_counter', key: ['organisation'] },
  { name: 'reference_record', key: ['organisation', 'kind', 'key'] },
  { name: 'document', key: ['organisation', 'sha256'] },
  { name: 'quarantined', key: ['organisation', 'device', 'epoch', 'seq'] },
  { name: 'number_series', key: ['organisation', 'series'] },
  { name: 'number_lease', key: ['organisation', 'lease'] },
] as const;

/** Made again by rebuildViews. */
export const rebuiltTables = [
  ...(['weighing', 'held', 'claim', 'conflict', 'seal', 'hold_release', 'parked'] as const),
  ...(['bag', 'bag_parcel', 'manifest'] as const),
  ...(['stock', 'returned_piece', 'packed_parcel', 'order_aside'] as const),
  ...(['printed_label', 'merged_unit'] as const),
] as const;
/** Left behind on purpose: a restored server has an epoch of its own. */
export const forgottenTables = ['server', 'migration', 'enrolment_code', 'used_challenge'] as const;
