/** Released: never changed again; what follows is a new migration. Both tables are filled by `cloud:rebuild` from what is stored already. */
export const migration7 = `
-- A label that no weighing asked for: of a bag, a packed parcel, a returned piece, or by itself; named by the operation that asked. Its life may be told
-- by another station first: what is not known yet is NULL.
CREATE TABLE printed_label (
  organisation text NOT NULL,
  job text NOT NULL,
  asked_by text,
  subject text,
  of_job text,
  state text NOT NULL,
  wall_ms bigint,
  change bigint NOT NULL,
  PRIMARY KEY (organisation, job)
);
CREATE INDEX printed_label_of ON printed_label (organisation, of_job) WHERE of_job IS NOT NULL;
CREATE INDEX printed_label_change ON printed_label (organisation, change);

-- Parcels that go on in one carton, named by the operation that merged them.
CREATE TABLE merged_unit (
  organisation text NOT NULL,
  merge text NOT NULL,
  device text NOT NULL,
  unit text NOT NULL,
  customer text NOT NULL,
  line text NOT NULL,
  cargo_class text NOT NULL,
  box text NOT NULL,
  dimensions jsonb NOT NULL,
  parcels jsonb NOT NULL,
  planned jsonb NOT NULL,
  apart jsonb,
  actor text NOT NULL,
  wall_ms bigint NOT NULL,
  undone_by text,
  undone_why text,
  replaced_by text,
  change bigint NOT NULL,
  PRIMARY KEY (organisation, merge)
);
CREATE INDEX merged_unit_unit ON merged_unit (organisation, unit);
CREATE INDEX merged_unit_change ON merged_unit (organisation, change);

DO $$
DECLARE
  each text;
BEGIN
  FOREACH each IN ARRAY ARRAY['printed_label', 'merged_unit'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', each);
    EXECUTE format(
      'CREATE POLICY own_organisation ON %I TO weighhouse_tenant
       USING (organisation = current_setting(''weighhouse.organisation'', true))
       WITH CHECK (organisation = current_setting(''weighhouse.organisation'', true))', each);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO weighhouse_tenant', each);
  END LOOP;
EXCEPTION WHEN undefined_object OR insufficient_privilege THEN
  -- Without the role of migration 6 the first wall stands alone here as well.
  RAISE NOTICE 'no second wall: %', SQLERRM;
END $$;
`;
