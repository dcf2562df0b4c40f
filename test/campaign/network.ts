import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { cannotRun, numberOption, report } from '../power-cut/campaign-report.ts';
import { CloudInProcess } from '../support/cloud-in-process.ts';
import { embeddedDatabase } from '../support/databases.ts';
import { projectRoot } from '../support/station.ts';

/**
 * npm run campaign:network -- [--seconds S]
 * A station in a network namespace of its own, the cloud outside of it, a veth pair between them that is made bad at both ends: half of
 * all packets of each direction lost at 64 kbit/s, a fifth of them lost, and a line that swallows everything without a word
 * (half-open). Each trouble lasts S seconds, then the line is good for a while. Work goes on all the time. At the end everything is in
 * the cloud, once, up to the journal's last number. Needs root, ip, tc, nft. Delay and reordering would need netem, which not every kernel has.
 */
const seconds = numberOption('--seconds', 30);
/** The first push after a heal takes 45 s at most; a program on a busy machine gets a moment more to say it. */
const GOOD_MS = 50_000;
/** Lost of a hundred packets, each way; bits a second, where the line is slow as well. */
const TROUBLES = {
  'half lost at 64 kbit/s': { lost: 50, rate: '64kbit' },
  'half open': { lost: 100 },
  'a fifth lost': { lost: 20 },
  'half open again': { lost: 100 },
} as const satisfies Record<string, Trouble>;
interface Trouble {
  readonly lost: number;
  readonly rate?: string;
}
const NAME = `wh${process.pid % 10_000}`;
const [OUTSIDE, INSIDE] = [`10.213.${process.pid % 250}.1`, `10.213.${process.pid % 250}.2`];

function run(words: string, ...more: string[]): void {
  const [program = '', ...rest] = [...words.split(' '), ...more];
  const done = spawnSync(program, rest, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${words}: ${done.stderr || String(done.error)}`);
}
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Dropped where they arrive: to the sender they are gone without a word. */
function makeLine({ lost, rate }: Trouble): void {
  for (const [inside, link] of [
    ['', `${NAME}a`],
    [`ip netns exec ${NAME} `, `${NAME}b`],
  ] as const) {
    spawnSync('sh', ['-c', `${inside}nft delete table inet ${NAME}; ${inside}tc qdisc del dev ${link} root`]);
    run(`${inside}nft add table inet ${NAME}`);
    run(`${inside}nft`, `add chain inet ${NAME} in { type filter hook input priority 0; }`);
    const chance = lost < 100 ? `numgen random mod 100 < ${lost} ` : '';
    if (lost > 0) run(`${inside}nft`, `add rule inet ${NAME} in iifname ${link} ${chance}drop`);
    if (rate !== undefined) run(`${inside}tc qdisc add dev ${link} root tbf rate ${rate} burst 4kb latency 2s`);
  }
}
const GOOD: Trouble = { lost: 0 };

if (process.getuid?.() !== 0) cannotRun('network', 'it must be root to make a network namespace');
for (const tool of ['/usr/sbin/ip', '/usr/sbin/tc', '/usr/sbin/nft'])
  if (!existsSync(tool)) cannotRun('network', `${tool} is missing`);

const start = performance.now();
const database = await embeddedDatabase();
const cloud = await CloudInProcess.start(database.url);
const sum = { troubles: 0, healMs: {} as Record<string, number>, parcels: 0, operations: 0, lost: 0, doubled: 0 };
let ok = false;
try {
  try {
    run(`ip netns add ${NAME}`);
    run(`ip link add ${NAME}a type veth peer name ${NAME}b netns ${NAME}`);
    run(`ip addr add ${OUTSIDE}/24 dev ${NAME}a`);
    run(`ip link set ${NAME}a up`);
    run(`ip netns exec ${NAME} ip addr add ${INSIDE}/24 dev ${NAME}b`);
    run(`ip netns exec ${NAME} ip link set ${NAME}b up`);
    makeLine(GOOD);
  } catch (error) {
    spawnSync('ip', ['netns', 'del', NAME]);
    await cloud.stop();
    await database.stop();
    cannotRun('network', error instanceof Error ? error.message : String(error));
  }
  // The cloud of the tests listens on loopback only.
  const door = createServer((near) => {
    const far = connect(Number(new URL(cloud.url).port), '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => door.listen(0, OUTSIDE, resolve));
  const { port } = door.address() as { port: number };
  const station = spawn(
    'ip',
    [
      ...['netns', 'exec', NAME, process.execPath, 'scripts/run-ts.mjs', 'test/campaign/network-station.ts'],
      ...[`http://${OUTSIDE}:${port}`, cloud.tokens.live],
    ],
    { cwd: projectRoot, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const exited = new Promise<number | null>((resolve) => station.once('exit', resolve));
  let device = '';
  let last: Record<string, unknown> = {};
  const acks: number[] = [];
  createInterface({ input: station.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as Record<string, unknown>;
    if (typeof said['device'] === 'string') device = said['device'];
    if ('acked' in said) acks.push(Number(said['atMs']));
    if (said['done'] === true) last = said;
  });
  await wait(8_000);
  for (const [name, how] of Object.entries(TROUBLES)) {
    makeLine(how);
    await wait(seconds * 1_000);
    makeLine(GOOD);
    const healedAt = Date.now();
    await wait(GOOD_MS);
    sum.troubles += 1;
    sum.healMs[name] = (acks.find((at) => at > healedAt) ?? Number.POSITIVE_INFINITY) - healedAt;
  }
  station.stdin.write('end\n');
  await Promise.race([exited, wait(180_000)]);
  station.kill('SIGKILL');
  const { rows } = await cloud.database.query(
    "SELECT count(*)::int AS all, count(DISTINCT seq)::int AS different, max(seq)::int AS last, count(*) FILTER (WHERE type = 'parcelWeighed')::int AS parcels FROM operation WHERE device = $1",
    [device],
  );
  const { all, different, last: lastSeq, parcels } = rows[0] as Record<string, number>;
  sum.parcels = Number(last['parcels']);
  sum.operations = all ?? 0;
  sum.lost = Number(last['seq']) - (different ?? 0);
  sum.doubled = (all ?? 0) - (different ?? 0);
  const slowest = Math.max(...Object.values(sum.healMs));
  ok =
    last['done'] === true && sum.lost === 0 && sum.doubled === 0 && lastSeq === last['seq'] && parcels === sum.parcels;
  ok = ok && slowest <= 45_000;
  door.close();
} finally {
  spawnSync('ip', ['link', 'del', `${NAME}a`]);
  spawnSync('ip', ['netns', 'del', NAME]);
  spawnSync('nft', ['delete', 'table', 'inet', NAME]);
  await cloud.stop();
  await database.stop();
}
report('network', sum, start, ok);
process.exit();
