/** Released: never changed again; what follows is a new migration. */
export const migration4 = `
-- A bag as every station sees it. Its parcels stand in bag_parcel; a parcel of which two bags are claimed stands in the first.
CREATE TABLE bag (
  organisation text NOT NULL,
  bag text NOT NULL,
  device text NOT NULL,
  letter text NOT NULL,
  bag_group jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'sealed', 'handed-over')),
  opened_ms bigint NOT NULL,
  gross_milligrams bigint,
  unit_number text,
  manifest text,
  change bigint NOT NULL,
  PRIMARY KEY (organisation, bag)
);
CREATE INDEX bag_change ON bag (organisation, change);
CREATE INDEX bag_manifest ON bag (organisation, manifest);

CREATE TABLE bag_parcel (
  organisation text NOT NULL,
  waybill text NOT NULL,
  bag text NOT NULL,
  milligrams bigint NOT NULL,
  PRIMARY KEY (organisation, waybill)
);
CREATE INDEX bag_parcel_bag ON bag_parcel (organisation, bag);

-- Handed over: what was said at that moment, for ever.
CREATE TABLE manifest (
  organisation text NOT NULL,
  manifest text NOT NULL,
  device text NOT NULL,
  scope jsonb NOT NULL,
  opened_ms bigint NOT NULL,
  handed_over jsonb,
  handed_over_ms bigint,
  change bigint NOT NULL,
  PRIMARY KEY (organisation, manifest)
);
`;
