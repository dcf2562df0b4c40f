import type { ScaleProtocol } from './scale-protocol.ts';

/** A model family as a shop sells it: which language it speaks, with which settings, and where its page is. Pure data. */
export interface ScaleProfile {
  readonly family: string;
  readonly models: string;
  /** Name in the protocol registry. */
  readonly protocol: string;
  /** Only where it differs from the protocol's own. "9600 7E1". */
  readonly line?: string;
  readonly dialect?: Readonly<Record<string, string>>;
  /** File in docs/devices. */
  readonly page: string;
  readonly evidence: ScaleProtocol['evidence'];
}

/** By maker. A family that speaks several languages stands here once for each. */
export const scaleProfiles: readonly ScaleProfile[] = [
  {
    family: 'Mettler Toledo terminals and balances',
    models: 'IND, ICS, BBA, PS, MS, XS; B-TEK',
    protocol: 'mt-sics',
    page: 'mettler-sics.md',
    evidence: 'trace',
  },
  {
    family: 'Toledo continuous indicators',
    models: '8142, 8530, IND, WILDCAT, Kingbird; Chinese terminals',
    protocol: 'toledo-continuous',
    page: 'toledo-continuous.md',
    evidence: 'simulated',
  },
  {
    family: 'Fairbanks, Toledo emulation',
    models: 'PC2250',
    protocol: 'toledo-continuous',
    dialect: { checksum: 'plain-sum', digits: 'five' },
    page: 'fairbanks.md',
    evidence: 'manual',
  },
  {
    family: 'Mettler points of sale',
    models: 'Ariva, Viva, Diva, PS60; Rice Lake BenchPro; Magellan',
    protocol: 'toledo-8217',
    page: 'toledo-point-of-sale.md',
    evidence: 'manual',
  },
  {
    family: 'Avery/Brecknell EH-SCP',
    models: '67xxU, PS-60 emulation',
    protocol: 'toledo-8217',
    dialect: { bit5: 'always-one' },
    page: 'toledo-point-of-sale.md',
    evidence: 'manual',
  },
  {
    family: 'Older points of sale',
    models: 'Toledo 8213; Brecknell 3700LP',
    protocol: 'toledo-8213',
    page: 'toledo-point-of-sale.md',
    evidence: 'manual',
  },
  {
    family: 'Single-cable scanner-scales',
    models: 'Magellan, PSC',
    protocol: 'magellan-s11',
    page: 'toledo-point-of-sale.md',
    evidence: 'manual',
  },
  {
    family: 'NCI / Weigh-Tronix / Brecknell / Avery',
    models: 'NCI 3825, 7600, 7800; PS-USB, 6702; Avery 7820; Measuretek',
    protocol: 'nci-scp01',
    page: 'nci.md',
    evidence: 'manual',
  },
  {
    family: 'Avery 6712, Adam MDW',
    models: '6712, MDW (three status bytes)',
    protocol: 'nci-scp01',
    line: '9600 8N1',
    page: 'nci.md',
    evidence: 'manual',
  },
  {
    family: 'Brecknell DS-1000',
    models: 'DS-1000',
    protocol: 'nci-scp01',
    dialect: { polarity: 'inverted' },
    page: 'nci.md',
    evidence: 'manual',
  },
  {
    family: 'NCI for cash registers',
    models: 'Diva, Ohaus Aviator 7000',
    protocol: 'nci-ecr',
    page: 'nci.md',
    evidence: 'manual',
  },
  {
    family: 'SMA scales',
    models: 'Sartorius PR, B-TEK, Avery ZM, Rice Lake',
    protocol: 'sma',
    page: 'sma.md',
    evidence: 'manual',
  },
  {
    family: 'UPS WorldShip emulation',
    models: 'Fairbanks, Sterling, Weigh-Tronix',
    protocol: 'ups-worldship',
    page: 'ups-worldship.md',
    evidence: 'manual',
  },
  {
    family: 'Ohaus',
    models: 'Defender, Ranger, Scout, Navigator',
    protocol: 'ohaus',
    page: 'ohaus.md',
    evidence: 'trace',
  },
  {
    family: 'Ohaus, legal for trade',
    models: 'the same with continuous output blocked',
    protocol: 'ohaus-ip',
    page: 'ohaus.md',
    evidence: 'manual',
  },
  {
    family: 'Adam CPWplus',
    models: 'CPWplus',
    protocol: 'adam-cpwplus',
    page: 'adam.md',
    evidence: 'manual',
  },
  {
    family: 'Adam Highland, Core',
    models: 'Highland, Core',
    protocol: 'adam-highland',
    page: 'adam.md',
    evidence: 'manual',
  },
  { family: 'Adam CBD, CBK', models: 'CBC, CBD, CBK', protocol: 'adam-cbd', page: 'adam.md', evidence: 'manual' },
  { family: 'Adam AZExtra', models: 'AZExtra', protocol: 'adam-azextra', page: 'adam.md', evidence: 'manual' },
  { family: 'Adam PGL, Nimbus', models: 'PGL, Nimbus', protocol: 'adam-pgl', page: 'adam.md', evidence: 'manual' },
  {
    family: 'Sterling / Penn',
    models: '7600 (firmware 4.31)',
    protocol: 'sterling-7600',
    page: 'sterling.md',
    evidence: 'trace',
  },
  {
    family: 'Sartorius',
    models: 'Cubis, Entris, Master, WZ, GC',
    protocol: 'sbi',
    page: 'sartorius.md',
    evidence: 'trace',
  },
  {
    family: 'A&D balances',
    models: 'GX-A, EK-L, GF-K, GH, FX, AD-4212',
    protocol: 'and-balance',
    page: 'and.md',
    evidence: 'manual',
  },
  { family: 'A&D indicators', models: 'AD-4329, AD-4404', protocol: 'st-gs', page: 'and.md', evidence: 'manual' },
  { family: 'CAS indicators', models: 'CI, PDI, NT, 22 bytes', protocol: 'cas-22', page: 'cas.md', evidence: 'trace' },
  { family: 'CAS indicators', models: 'CI, PDI, 10 bytes', protocol: 'cas-10', page: 'cas.md', evidence: 'manual' },
  { family: 'CAS indicators', models: 'CI, PDI, AND format', protocol: 'st-gs', page: 'cas.md', evidence: 'manual' },
  { family: 'CAS bench scales', models: 'SW-II; Gram', protocol: 'cas-enq', page: 'cas.md', evidence: 'manual' },
  {
    family: 'Rice Lake, Condec',
    models: '482, 682, 880, 920i, IQ355, IQ700',
    protocol: 'condec',
    page: 'rice-lake.md',
    evidence: 'manual',
  },
  {
    family: 'Cardinal',
    models: '225; Rice Lake 482 in the Cardinal stream',
    protocol: 'cardinal-sb',
    page: 'cardinal.md',
    evidence: 'manual',
  },
  {
    family: 'Fairbanks',
    models: 'FB2255, FB2550, FB3000',
    protocol: 'fairbanks-fbputr',
    page: 'fairbanks.md',
    evidence: 'manual',
  },
  {
    family: 'Yaohua XK3190, continuous',
    models: 'A9, A9+, A12, A23p, A26, DS3',
    protocol: 'yaohua-stx',
    page: 'yaohua.md',
    evidence: 'trace',
  },
  {
    family: 'Yaohua XK3190, "="',
    models: 'A9, A12, A26 and clones',
    protocol: 'yaohua-equals',
    page: 'yaohua.md',
    evidence: 'trace',
  },
  {
    family: 'Yaohua XK3190-A12(E)',
    models: 'A12, A12E',
    protocol: 'yaohua-a12',
    page: 'yaohua.md',
    evidence: 'manual',
  },
  {
    family: 'Yaohua XK3190-A12, older',
    models: 'A12 and clones',
    protocol: 'yaohua-a12-text',
    page: 'yaohua.md',
    evidence: 'trace',
  },
  {
    family: 'Yaohua XK3190, command mode',
    models: 'A9, A12, A26',
    protocol: 'yaohua-command',
    page: 'yaohua.md',
    evidence: 'manual',
  },
  { family: 'JCS-B', models: 'Yousheng JCS-B and clones', protocol: 'jcs-b', page: 'jcs-b.md', evidence: 'manual' },
  {
    family: 'ST,GS indicators',
    models: 'T-Scale NHB and QHW, Rinstrum format 4, WorldWeigh, many Chinese indicators',
    protocol: 'st-gs',
    page: 'st-gs.md',
    evidence: 'trace',
  },
  {
    family: 'Kern s/w/t',
    models: 'PCB, FKB, FKT, KB, DS, 572, 573, KDE',
    protocol: 'kern',
    page: 'kern.md',
    evidence: 'trace',
  },
  { family: 'Kern KCP', models: 'KIB-TM, KFB-TM, PCB', protocol: 'mt-sics', page: 'kern.md', evidence: 'manual' },
  { family: 'Kern ST,GS', models: 'GAB-N, KFB/KFN-TM', protocol: 'st-gs', page: 'kern.md', evidence: 'manual' },
  {
    family: 'Dialog 06 points of sale',
    models: 'Mettler, Bizerba, Dibal, Ohaus',
    protocol: 'dialog06',
    page: 'dialog06.md',
    evidence: 'manual',
  },
  {
    family: 'USB HID scales',
    models: 'Dymo M10/M25/S100–S250, Fairbanks SCB-R9000, Mettler PS60, Stamps.com, Elane',
    protocol: 'usb-hid',
    page: 'usb-hid.md',
    evidence: 'trace',
  },
];
