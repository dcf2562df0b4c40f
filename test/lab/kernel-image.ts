import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const decompressors: readonly { readonly magic: string; readonly program: string; readonly args: readonly string[] }[] =
  [
    { magic: 'fd377a58', program: 'xz', args: ['-dc', '--single-stream'] },
    { magic: '28b52ffd', program: 'zstd', args: ['-dc'] },
    { magic: '1f8b', program: 'gzip', args: ['-dc'] },
  ];
const ELF = '7f454c46';
const MAX_BYTES = 512 << 20;

/**
 * Takes the ELF kernel out of a bzImage (Linux boot protocol 2.08: payload_offset at 0x248, payload_length at 0x24c), so that QEMU starts it
 * by PVH without the guest decompressing it under emulation. Throws when it is packed in a way this machine cannot unpack.
 */
export function extractKernel(bzImage: string, target: string): void {
  const image = readFileSync(bzImage);
  const payloadAt = ((image[0x1f1] ?? 0) + 1) * 512 + image.readUInt32LE(0x248);
  const payload = image.subarray(payloadAt, payloadAt + image.readUInt32LE(0x24c));
  const packing = decompressors.find(({ magic }) => payload.subarray(0, magic.length / 2).toString('hex') === magic);
  if (packing === undefined)
    throw new Error(`the kernel is packed in an unknown way: ${payload.subarray(0, 6).toString('hex')}`);
  // Four bytes of size follow the packed stream, about which the programs complain: what came out counts, not the exit code.
  const run = spawnSync(packing.program, packing.args, { input: payload, maxBuffer: MAX_BYTES });
  if (run.stdout?.subarray(0, 4).toString('hex') !== ELF) throw new Error(`${packing.program} did not give a kernel`);
  writeFileSync(target, run.stdout);
}
