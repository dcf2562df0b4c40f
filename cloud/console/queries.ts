import type { Database } from '../postgres/database.ts';

type Rows = Promise<Record<string, unknown>[]>;

/** Newest first. A waybill on two rows was weighed twice: both are shown. */
export async function listParcels(
  database: Database,
  organisation: string,
  waybill: string | undefined,
  limit: number,
): Rows {
  const { rows } = await database.query(
    `SELECT device || '-' || epoch || '-' || seq AS job, waybill, line, gross_value || ' ' || gross_unit AS gross,
       chargeable_value || ' ' || chargeable_unit AS chargeable, chargeable AS reason, wall_ms AS "wallMs",
       superseded_by AS "supersededBy", voided_by AS "voidedBy", label_state AS label
     FROM weighing WHERE organisation = $1 AND ($2::text IS NULL OR waybill = $2)
     ORDER BY wall_ms DESC, device, epoch, seq LIMIT $3`,
    [organisation, waybill ?? null, limit],
  );
  return rows;
}

export async function listDevices(database: Database, organisation: string): Rows {
  const { rows } = await database.query(
    `SELECT device, epoch, last_seq AS "lastSeq", encode(head, 'hex') AS head, last_seen AS "lastSeen"
     FROM device WHERE organisation = $1 ORDER BY device, epoch`,
    [organisation],
  );
  return rows;
}

export async function listParked(database: Database, organisation: string): Rows {
  const { rows } = await database.query(
    `SELECT device, epoch, seq, type, code, received_at AS "receivedAt", encode(body, 'base64') AS body
     FROM operation WHERE organisation = $1 AND result = 'parked' ORDER BY received_at DESC LIMIT 500`,
    [organisation],
  );
  return rows;
}

export async function countOperations(
  database: Database,
  organisation: string,
): Promise<{ operations: number; parked: number; parcels: number }> {
  const { rows } = await database.query(
    `SELECT (SELECT count(*) FROM operation WHERE organisation = $1) AS operations,
       (SELECT count(*) FROM operation WHERE organisation = $1 AND result = 'parked') AS parked,
       (SELECT count(DISTINCT waybill) FROM weighing WHERE organisation = $1 AND voided_by IS NULL) AS parcels`,
    [organisation],
  );
  const row = rows[0];
  return {
    operations: Number(row?.['operations']),
    parked: Number(row?.['parked']),
    parcels: Number(row?.['parcels']),
  };
}

/** Both sides of each conflict; open: no person has decided yet. */
export async function listConflicts(database: Database, organisation: string, open: boolean): Rows {
  const { rows } = await database.query(
    `SELECT conflict, kind, subject, rule, first_side AS first, second_side AS second, stands, decision
     FROM conflict WHERE organisation = $1 AND (NOT $2 OR decision IS NULL) ORDER BY change DESC LIMIT 500`,
    [organisation, open],
  );
  return rows;
}

export async function listSeals(database: Database, organisation: string): Rows {
  const { rows } = await database.query(
    `SELECT device, epoch, seq, state, station - 'segments' AS station, cloud - 'segments' AS cloud, differences, signatures
     FROM seal WHERE organisation = $1 ORDER BY change DESC LIMIT 500`,
    [organisation],
  );
  return rows;
}

/** Bags with what stands in them, newest first; of one manifest, or of all. */
export async function listBags(database: Database, organisation: string, manifest: string | undefined): Rows {
  const { rows } = await database.query(
    `SELECT b.bag, b.device, b.letter, b.bag_group AS "group", b.state, b.gross_milligrams AS "grossMilligrams",
       b.unit_number AS "unitNumber", b.manifest, count(p.waybill)::integer AS parcels,
       coalesce(sum(p.milligrams), 0)::bigint AS "sumMilligrams",
       coalesce(jsonb_agg(p.waybill ORDER BY p.waybill) FILTER (WHERE p.waybill IS NOT NULL), '[]') AS waybills
     FROM bag b LEFT JOIN bag_parcel p ON p.organisation = b.organisation AND p.bag = b.bag
     WHERE b.organisation = $1 AND ($2::text IS NULL OR b.manifest = $2)
     GROUP BY b.organisation, b.bag ORDER BY b.change DESC LIMIT 1000`,
    [organisation, manifest ?? null],
  );
  return rows;
}

export async function listManifests(database: Database, organisation: string): Rows {
  const { rows } = await database.query(
    `SELECT manifest, device, scope, opened_ms AS "openedMs", handed_over AS "handedOver", handed_over_ms AS "handedOverMs"
     FROM manifest WHERE organisation = $1 ORDER BY change DESC LIMIT 500`,
    [organisation],
  );
  return rows;
}
