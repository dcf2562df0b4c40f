/**
 * The second wall between organisations. Requests work as a role that sees the rows of one organisation, the one their transaction
 * names, and without a name none at all; the first wall is that every query names its organisation itself. The cloud's own work
 * (migrations, partitions, backup, looking up a token) goes on as the owner. Every later table with an organisation does the same.
 */
export const migration6 = `
DO $$
DECLARE
  each text;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'weighhouse_tenant') THEN
    CREATE ROLE weighhouse_tenant NOLOGIN;
  END IF;
  EXECUTE format('GRANT weighhouse_tenant TO %I', current_user);
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO weighhouse_tenant', current_schema());
  FOR each IN
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation'
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', each);
    EXECUTE format(
      'CREATE POLICY own_organisation ON %I TO weighhouse_tenant
       USING (organisation = current_setting(''weighhouse.organisation'', true))
       WITH CHECK (organisation = current_setting(''weighhouse.organisation'', true))', each);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO weighhouse_tenant', each);
  END LOOP;
  ALTER TABLE organisation ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own_organisation ON organisation FOR SELECT TO weighhouse_tenant
    USING (id = current_setting('weighhouse.organisation', true));
  GRANT SELECT ON organisation, server, signing_key TO weighhouse_tenant;
EXCEPTION WHEN insufficient_privilege THEN
  -- A database user that may not make roles: the first wall stands alone, and the cloud says so when it starts.
  RAISE NOTICE 'no second wall: %', SQLERRM;
END $$;
`;
