/** Released: never changed again; what follows is a new migration. */
export const migration3 = `
-- Whole documents of reference data: stations follow reference_record by pull now.
DROP TABLE reference;

-- A lead's word on a hold: it is named by what it lifts, so that the same hold loaded again stays lifted.
CREATE TABLE hold_release (
  organisation text NOT NULL,
  hold text NOT NULL,
  waybill text NOT NULL,
  reason text NOT NULL,
  since_ms bigint NOT NULL,
  lead text NOT NULL,
  actor text NOT NULL,
  wall_ms bigint NOT NULL,
  operation text NOT NULL,
  change bigint NOT NULL,
  PRIMARY KEY (organisation, hold)
);
CREATE INDEX hold_release_change ON hold_release (organisation, change);

-- What became of every operation that was ever parked or deferred: stations follow it, so that nothing stays in sight that was decided.
CREATE TABLE parked (
  organisation text NOT NULL,
  device text NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  result text NOT NULL CHECK (result IN ('parked', 'deferred', 'applied', 'voided')),
  type text,
  code text,
  waits_on text,
  change bigint NOT NULL,
  PRIMARY KEY (organisation, device, epoch, seq)
);
CREATE INDEX parked_change ON parked (organisation, change);
INSERT INTO parked (organisation, device, epoch, seq, result, type, code, waits_on, change)
SELECT organisation, device, epoch, seq, result, type, code, waits_on, change FROM operation WHERE result IN ('parked', 'deferred', 'voided');

-- A station's later epoch may take back what stands in an earlier one; NULL: the weighing's own.
ALTER TABLE weighing ADD COLUMN superseded_epoch integer, ADD COLUMN voided_epoch integer;

-- Tokens of tokens.json: until when, and for which station alone.
ALTER TABLE access_token ADD COLUMN expires_at timestamptz, ADD COLUMN device text, ADD COLUMN binds boolean NOT NULL DEFAULT false;
`;
