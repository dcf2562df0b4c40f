/** Released: never changed again; what follows is a new migration. */
export const migration1 = `
CREATE TABLE server (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  epoch uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO server DEFAULT VALUES;

CREATE TABLE organisation (
  id text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9-]{1,30}$'),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE access_token (
  sha256 bytea PRIMARY KEY,
  organisation text NOT NULL REFERENCES organisation,
  role text NOT NULL CHECK (role IN ('station', 'admin')),
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);

CREATE TABLE device (
  organisation text NOT NULL REFERENCES organisation,
  device text NOT NULL,
  epoch integer NOT NULL CHECK (epoch > 0),
  last_seq bigint NOT NULL DEFAULT 0,
  head bytea NOT NULL,
  first_seen timestamptz NOT NULL DEFAULT now(),
  last_seen timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation, device, epoch)
);

-- The truth: what stations said, byte for byte. Everything below is folded from it and can be made again.
CREATE TABLE operation (
  organisation text NOT NULL,
  device text NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  hash bytea NOT NULL,
  body bytea NOT NULL,
  type text,
  result text NOT NULL CHECK (result IN ('applied', 'parked')),
  code text,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation, device, epoch, seq),
  FOREIGN KEY (organisation, device, epoch) REFERENCES device
);
CREATE INDEX operation_parked ON operation (organisation, received_at) WHERE result = 'parked';

CREATE TABLE weighing (
  organisation text NOT NULL,
  device text NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  waybill text NOT NULL,
  line text NOT NULL,
  gross_milligrams bigint NOT NULL,
  gross_value text NOT NULL,
  gross_unit text NOT NULL,
  chargeable_value text NOT NULL,
  chargeable_unit text NOT NULL,
  chargeable jsonb NOT NULL,
  wall_ms bigint NOT NULL,
  superseded_by bigint,
  voided_by bigint,
  label_state text NOT NULL,
  PRIMARY KEY (organisation, device, epoch, seq)
);
CREATE INDEX weighing_waybill ON weighing (organisation, waybill);
CREATE INDEX weighing_time ON weighing (organisation, wall_ms DESC);

CREATE TABLE reference (
  organisation text NOT NULL REFERENCES organisation,
  version integer NOT NULL CHECK (version > 0),
  data jsonb NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation, version)
);
`;
