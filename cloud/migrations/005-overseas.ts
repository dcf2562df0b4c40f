/** Released: never changed again; what follows is a new migration. */
export const migration5 = `
-- Stock as the sum of all movements, kept apart by the station that moved: a station adds the others' to its own journal's. '' for no lot, no expiry.
CREATE TABLE stock (
  organisation text NOT NULL,
  device text NOT NULL,
  owner text NOT NULL,
  sku text NOT NULL,
  lot text NOT NULL,
  expiry text NOT NULL,
  grade text NOT NULL,
  bin text NOT NULL,
  pieces bigint NOT NULL,
  change bigint NOT NULL,
  PRIMARY KEY (organisation, device, owner, sku, lot, expiry, grade, bin)
);
CREATE INDEX stock_owner ON stock (organisation, owner, sku);
CREATE INDEX stock_bin ON stock (organisation, bin);
CREATE INDEX stock_change ON stock (organisation, change);

-- A returned piece, named by the operation that graded it. Put away or undone at another station, that word may come first: what is not known yet is NULL.
CREATE TABLE returned_piece (
  organisation text NOT NULL,
  graded text NOT NULL,
  rma text NOT NULL,
  unit integer,
  owner text,
  sku text,
  serial text,
  condition text,
  grade text,
  disposition text,
  rule text,
  override jsonb,
  plate text,
  actor text,
  wall_ms bigint,
  bin text,
  put_away text,
  voided_by text,
  change bigint NOT NULL,
  PRIMARY KEY (organisation, graded)
);
CREATE INDEX returned_piece_rma ON returned_piece (organisation, rma);
CREATE INDEX returned_piece_change ON returned_piece (organisation, change);

-- A parcel of an order, named by the operation that closed it.
CREATE TABLE packed_parcel (
  organisation text NOT NULL,
  packed text NOT NULL,
  order_code text NOT NULL,
  parcel integer NOT NULL,
  owner text,
  last boolean,
  box text,
  tracking text,
  waits boolean,
  weight_verdict text,
  actor text,
  wall_ms bigint,
  voided_by text,
  stopped_by text,
  stopped_why text,
  change bigint NOT NULL,
  PRIMARY KEY (organisation, packed)
);
CREATE INDEX packed_parcel_order ON packed_parcel (organisation, order_code);
CREATE INDEX packed_parcel_change ON packed_parcel (organisation, change);

-- Carriers' labels as they came, for stations to fetch ahead.
CREATE TABLE document (
  organisation text NOT NULL,
  sha256 text NOT NULL,
  bytes bytea NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation, sha256)
);
`;
