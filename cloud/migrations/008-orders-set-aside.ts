/** Released: never changed again; what follows is a new migration. */
export const migration8 = `
-- An order that cannot be packed now, named by the operation that set it aside. Taken up at another station, that word may come first.
CREATE TABLE order_aside (
  organisation text NOT NULL,
  aside text NOT NULL,
  order_code text NOT NULL,
  owner text,
  why text,
  sku text,
  checked integer,
  actor text,
  wall_ms bigint,
  taken_up_by text,
  change bigint NOT NULL,
  PRIMARY KEY (organisation, aside)
);
CREATE INDEX order_aside_order ON order_aside (organisation, order_code);
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'weighhouse_tenant') THEN
    ALTER TABLE order_aside ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own_organisation ON order_aside TO weighhouse_tenant
      USING (organisation = current_setting('weighhouse.organisation', true))
      WITH CHECK (organisation = current_setting('weighhouse.organisation', true));
    GRANT SELECT, INSERT, UPDATE, DELETE ON order_aside TO weighhouse_tenant;
  END IF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'no second wall: %', SQLERRM;
END $$;
`;
