/**
 * `operation` becomes a table of partitions by (organisation, month of receipt). A unique key over partitions must hold the month,
 * so the month of a number has to be known: `chain_month` says which numbers of a chain lie in which month. A chain's months never
 * go back, so each number is in exactly one of them, and the lock on the chain's row keeps it so.
 * `change` is the order in which the organisation's transactions committed; readers follow it without ever skipping one.
 */
export const migration2 = `
CREATE TABLE change_counter (
  organisation text PRIMARY KEY REFERENCES organisation,
  last_change bigint NOT NULL DEFAULT 0,
  -- Deletions up to this number are forgotten: a reader that is behind it needs a snapshot.
  horizon bigint NOT NULL DEFAULT 0
);
INSERT INTO change_counter (organisation) SELECT id FROM organisation;

ALTER TABLE device ADD COLUMN month date, ADD COLUMN month_first_seq bigint NOT NULL DEFAULT 1;

CREATE TABLE chain_month (
  organisation text NOT NULL,
  device text NOT NULL,
  epoch integer NOT NULL,
  month date NOT NULL,
  first_seq bigint NOT NULL,
  PRIMARY KEY (organisation, device, epoch, month)
);

ALTER TABLE operation RENAME TO operation_before_2;
CREATE TABLE operation (
  organisation text NOT NULL,
  month date NOT NULL,
  device text NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  change bigint NOT NULL,
  hash bytea NOT NULL,
  body bytea NOT NULL,
  type text,
  result text NOT NULL CHECK (result IN ('applied', 'parked', 'deferred', 'voided')),
  code text,
  waits_on text,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation, month, device, epoch, seq)
) PARTITION BY RANGE (organisation, month);
CREATE INDEX operation_change ON operation (organisation, change);
DO $$
DECLARE each text;
BEGIN
  FOR each IN SELECT DISTINCT organisation FROM operation_before_2 LOOP
    EXECUTE format(
      'CREATE TABLE %I PARTITION OF operation FOR VALUES FROM (%L, %L) TO (%L, %L)',
      'operation_' || replace(each, '-', '_') || '_' || to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM'),
      each, date_trunc('month', now() AT TIME ZONE 'UTC')::date,
      each, (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month')::date);
  END LOOP;
END $$;
-- What came before had no server order: by chain and number is one that every rebuild repeats.
INSERT INTO operation (organisation, month, device, epoch, seq, change, hash, body, type, result, code, received_at)
SELECT organisation, date_trunc('month', now() AT TIME ZONE 'UTC')::date, device, epoch, seq,
  row_number() OVER (PARTITION BY organisation ORDER BY device, epoch, seq), hash, body, type, result, code, received_at
FROM operation_before_2;
UPDATE change_counter c SET last_change = (SELECT count(*) FROM operation o WHERE o.organisation = c.organisation);
INSERT INTO chain_month SELECT organisation, device, epoch, month, min(seq) FROM operation GROUP BY 1, 2, 3, 4;
UPDATE device SET month = date_trunc('month', now() AT TIME ZONE 'UTC')::date WHERE last_seq > 0;

-- Parked and deferred operations that still wait: few, asked for at every batch.
CREATE TABLE held (
  organisation text NOT NULL,
  device text NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  entity text,
  -- device-epoch-seq of the parked operation at the root; its own for a parked one.
  root text NOT NULL,
  PRIMARY KEY (organisation, device, epoch, seq)
);
CREATE INDEX held_entity ON held (organisation, device, entity);
CREATE INDEX held_root ON held (organisation, root);
INSERT INTO held (organisation, device, epoch, seq, root)
SELECT organisation, device, epoch, seq, device || '-' || epoch || '-' || seq FROM operation WHERE result = 'parked';
DROP TABLE operation_before_2;

ALTER TABLE weighing ADD COLUMN change bigint NOT NULL DEFAULT 0;
UPDATE weighing w SET change = o.change FROM operation o
WHERE o.organisation = w.organisation AND o.device = w.device AND o.epoch = w.epoch AND o.seq = w.seq;
CREATE INDEX weighing_change ON weighing (organisation, change);

-- The newest state of every piece of reference data; a deletion stays until the horizon passes it.
CREATE TABLE reference_record (
  organisation text NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  data jsonb,
  change bigint NOT NULL,
  deleted_at timestamptz,
  PRIMARY KEY (organisation, kind, key)
);
CREATE INDEX reference_record_change ON reference_record (organisation, change);

CREATE TABLE signing_key (
  key_id text PRIMARY KEY,
  public_key bytea NOT NULL,
  since timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE station_key (
  organisation text NOT NULL REFERENCES organisation,
  device text NOT NULL,
  name text NOT NULL,
  public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
  enrolled_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  revoked_reason text,
  PRIMARY KEY (organisation, device)
);
CREATE TABLE enrolment_code (
  sha256 bytea PRIMARY KEY,
  organisation text NOT NULL REFERENCES organisation,
  name text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_by text
);
CREATE TABLE used_challenge (
  organisation text NOT NULL,
  nonce text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (organisation, nonce)
);
-- What a revoked station still had: kept apart until a person decides, never deleted.
CREATE TABLE quarantined (
  organisation text NOT NULL,
  device text NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  hash bytea NOT NULL,
  body bytea NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  accepted_at timestamptz,
  PRIMARY KEY (organisation, device, epoch, seq)
);

CREATE TABLE number_series (
  organisation text NOT NULL REFERENCES organisation,
  series text NOT NULL,
  next_number bigint NOT NULL,
  last_number bigint NOT NULL,
  PRIMARY KEY (organisation, series),
  CHECK (next_number > 0 AND next_number <= last_number + 1)
);
CREATE TABLE number_lease (
  organisation text NOT NULL,
  lease text NOT NULL,
  series text NOT NULL,
  device text NOT NULL,
  first_number bigint NOT NULL,
  last_number bigint NOT NULL,
  leased_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation, lease)
);

CREATE TABLE seal (
  organisation text NOT NULL,
  device text NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('equal', 'open', 'signed')),
  station jsonb NOT NULL,
  cloud jsonb NOT NULL,
  differences jsonb NOT NULL DEFAULT '[]',
  signatures jsonb NOT NULL DEFAULT '[]',
  change bigint NOT NULL,
  PRIMARY KEY (organisation, device, epoch, seq)
);
CREATE INDEX seal_change ON seal (organisation, change);

-- Who holds what now: the standing side of a rule of shared/sync/conflicts.ts.
CREATE TABLE claim (
  organisation text NOT NULL,
  subject text NOT NULL,
  side jsonb NOT NULL,
  PRIMARY KEY (organisation, subject)
);
CREATE TABLE conflict (
  organisation text NOT NULL,
  conflict text NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  rule text NOT NULL,
  first_side jsonb NOT NULL,
  second_side jsonb NOT NULL,
  stands text NOT NULL,
  decision jsonb,
  change bigint NOT NULL,
  PRIMARY KEY (organisation, conflict)
);
CREATE INDEX conflict_change ON conflict (organisation, change);
`;
