/** Tar archives that must be refused, and what is said of each; for every way in which an archive comes in. */
import { archive, end, entry, pax, paxRecord } from './tar-entry.ts';

const MiB = 1024 * 1024;
const contract = entry('pacto.yaml', { content: 'pactoVersion: "1.0"\n' });
const file = (name: string | Uint8Array) => entry(name, { content: 'x' });
const folder = (name: string) => entry(name, { type: '5' });

/** What it is · how it is made · what the refusal says. */
export const hostileTars: readonly (readonly [name: string, tar: () => Uint8Array, message: string])[] = [
  // Types
  ['a hard link', () => archive(entry('a', { type: '1', linkName: 'pacto.yaml' })), '"a" is a hard link'],
  ['a symbolic link', () => archive(entry('a', { type: '2', linkName: '/etc/passwd' })), '"a" is a symbolic link'],
  ['a character device', () => archive(entry('a', { type: '3' })), '"a" is a character device'],
  ['a block device', () => archive(entry('a', { type: '4' })), '"a" is a block device'],
  ['a pipe', () => archive(entry('a', { type: '6' })), '"a" is a named pipe'],
  ['a contiguous file', () => archive(entry('a', { type: '7' })), '"a" is a contiguous file'],
  ['a GNU sparse file', () => archive(entry('a', { type: 'S' })), '"a" is a sparse file'],
  ['a PAX sparse file', () => archive(pax(['GNU.sparse.major', '1']), file('a')), 'entry 1 is a sparse file (PAX)'],
  ['a GNU dump folder', () => archive(entry('a', { type: 'D' })), '"a" is a GNU incremental folder'],
  ['a long link target', () => archive(entry('a', { type: 'K', content: 'b' })), '"a" is a long link target'],
  ['a volume label', () => archive(entry('a', { type: 'V' })), '"a" is a volume label'],
  ['a continuation', () => archive(entry('a', { type: 'M' })), '"a" is the continuation of another volume'],
  ['an unknown type', () => archive(entry('a', { type: 'Q' })), '"a" is of the unknown type "Q"'],
  ['a type outside ASCII', () => archive(entry('a', { type: '\xff' })), '"a" is of the unknown type "ÿ"'],
  ['a folder with content', () => archive(entry('a', { type: '5', content: 'x' })), '"a" is a folder with content'],
  ['a file with a link target', () => archive(entry('a', { linkName: 'b' })), '"a" has a link target though it is no'],

  // Names
  ['an absolute name', () => archive(file('/etc/passwd')), '"/etc/passwd" has an absolute name'],
  ['an absolute name behind ./', () => archive(file('.//etc/passwd')), '".//etc/passwd" has an absolute name'],
  ['a name that climbs out', () => archive(file('../evil')), '"../evil" has ".." in its name'],
  ['a name that climbs in the middle', () => archive(file('a/../../evil')), '"a/../../evil" has ".." in its name'],
  ['a folder that climbs out', () => archive(folder('a/../../')), '"a/../../" has ".." in its name'],
  ['climbing by the prefix', () => archive(entry('evil', { prefix: '..' })), '"../evil" has ".." in its name'],
  ['climbing by PAX', () => archive(pax(['path', '../evil']), file('fine')), '"../evil" has ".." in its name'],
  [
    'climbing by a long name',
    () => archive(entry('L', { type: 'L', content: '../evil\0' }), file('a')),
    '"../evil" has ".."',
  ],
  ['a backslash', () => archive(file('..\\evil')), 'has a backslash in its name'],
  ['a drive letter', () => archive(file('C:evil')), '"C:evil" has a name that begins with a drive letter'],
  [
    'text after a NUL',
    () => archive(file('fine.txt\0.exe')),
    'entry 1 has a name that is not UTF-8 or goes on after a NUL',
  ],
  ['a NUL in a PAX name', () => archive(pax(['path', 'a\0b']), file('a')), '"a\\u0000b" has a NUL byte in its name'],
  ['a name that is not UTF-8', () => archive(file(Uint8Array.of(0x61, 0xff))), 'entry 1 has a name that is not UTF-8'],
  ['a control character', () => archive(file('a\x1b[2Jb')), '"a\\u001b[2Jb" has a control character in its name'],
  ['an empty name', () => archive(file('')), '"" has an empty name'],
  ['an empty part', () => archive(file('a//b')), '"a//b" has an empty part in its name'],
  ['a dot part', () => archive(file('a/./b')), '"a/./b" has "." as a part of its name'],
  ['a file named as a folder', () => archive(file('a/')), '"a/" has an empty part in its name'],
  [
    'an over-long name',
    () => archive(pax(['path', `${'a/'.repeat(600)}b`]), file('a')),
    'has a name of more than 1024 bytes',
  ],
  ['an over-long part', () => archive(pax(['path', 'é'.repeat(128)]), file('a')), 'has a part of more than 255 bytes'],
  ['too many folders', () => archive(file(`${'a/'.repeat(33)}b`)), 'is more than 32 folders deep'],

  // Names that clash
  ['a duplicate file', () => archive(file('a'), file('b'), file('a')), '"a" occurs twice'],
  ['a duplicate folder', () => archive(folder('a/'), folder('a')), '"a" occurs twice'],
  ['a duplicate behind ./', () => archive(file('a'), file('./a')), '"a" occurs twice'],
  [
    'names equal but for case',
    () => archive(file('README'), file('readme')),
    '"readme" differs from "README" only in case',
  ],
  [
    'folders equal but for case',
    () => archive(file('Docs/a'), file('docs/b')),
    '"docs/b" lies in "docs", which differs from',
  ],
  ['names equal but for composition', () => archive(file('\u00e9'), file('e\u0301')), 'only in case or Unicode form'],
  [
    'names equal when case is folded',
    () => archive(file('stra\u00dfe'), file('STRASSE')),
    'only in case or Unicode form',
  ],
  [
    'a file used as a folder',
    () => archive(file('a'), file('a/b')),
    '"a/b" lies in "a", which is both a file and a folder',
  ],
  ['a folder replaced by a file', () => archive(file('a/b'), file('a')), '"a" is both a file and a folder'],

  // Sizes
  [
    'a file over 10 MiB',
    () => archive(entry('a', { content: new Uint8Array(10 * MiB + 1) })),
    '"a" has more than 10 MiB',
  ],
  ['a claim of 8 GiB', () => archive(entry('a', { size: 0o77777777777 })), '"a" has more than 10 MiB'],
  ['over 50 MiB in all', () => archive(...manyLarge(6)), 'the files have more than 50 MiB in all'],
  ['too many entries', () => archive(...manySmall(10_001)), 'the archive has more than 10000 entries'],
  ['an archive over 64 MiB', () => new Uint8Array(64 * MiB + 512), 'the archive has more than 64 MiB'],
  [
    'a negative size',
    () => archive(entry('a', { size: '-0000000001\0' })),
    'entry 1 has a size that is not an octal number',
  ],
  [
    'a size in base 256',
    () => archive(entry('a', { size: Uint8Array.of(0x80, ...Array(10).fill(0), 1) })),
    'in base 256',
  ],
  [
    'a negative size in base 256',
    () => archive(entry('a', { size: Uint8Array.from({ length: 12 }, () => 0xff) })),
    'in base 256',
  ],
  ['an empty size', () => archive(entry('a', { size: '\0\0' })), 'entry 1 has a size that is not an octal number'],
  [
    'a size with letters',
    () => archive(entry('a', { size: '0000000000x\0' })),
    'entry 1 has a size that is not an octal number',
  ],

  // PAX
  ['two sizes', () => archive(pax(['size', '2']), file('a')), '"a" has two different sizes'],
  ['a size of infinity', () => archive(pax(['size', '1e9']), file('a')), '"a" has two different sizes'],
  [
    'two PAX headers',
    () => archive(pax(['path', 'a']), pax(['path', 'b']), file('c')),
    'entry 1 has two extended headers (PAX)',
  ],
  [
    'two paths in one PAX header',
    () => archive(pax(['path', 'a'], ['path', 'b']), file('c')),
    'the extended header (PAX) "path" twice',
  ],
  [
    'a PAX and a GNU name',
    () => archive(pax(['path', 'a']), entry('L', { type: 'L', content: 'b\0' }), file('c')),
    'entry 1 has two long names',
  ],
  [
    'a GNU and a PAX name',
    () => archive(entry('L', { type: 'L', content: 'b\0' }), pax(['path', 'a']), file('c')),
    'entry 1 has two long names',
  ],
  [
    'a PAX link target',
    () => archive(pax(['linkpath', '/etc/passwd']), file('a')),
    'entry 1 has a link target in its extended header',
  ],
  [
    'an unknown PAX keyword',
    () => archive(pax(['hdrcharset', 'BINARY']), file('a')),
    'entry 1 has an unknown extended header (PAX) "hdrcharset"',
  ],
  [
    'an empty PAX path',
    () => archive(pax(['path', '']), file('a')),
    'entry 1 has an empty extended header (PAX) "path"',
  ],
  [
    'a PAX path that is not UTF-8',
    () => archive(rawPax(Buffer.from('11 path=a\xff\n', 'latin1')), file('a')),
    'is not UTF-8',
  ],
  [
    'a PAX record that lies about its length',
    () => archive(rawPax('99 path=a\n'), file('a')),
    'a malformed extended header (PAX)',
  ],
  [
    'a PAX record that is too short',
    () => archive(rawPax('5 path=a\n'), file('a')),
    'a malformed extended header (PAX)',
  ],
  [
    'a PAX record without equals sign',
    () => archive(rawPax('7 path\n'), file('a')),
    'a malformed extended header (PAX)',
  ],
  [
    'a PAX length with leading zeros',
    () => archive(rawPax('011 path=a\n'), file('a')),
    'a malformed extended header (PAX)',
  ],
  ['a PAX length without end', () => archive(rawPax('9'.repeat(500)), file('a')), 'a malformed extended header (PAX)'],
  ['a huge PAX header', () => archive(pax(['comment', 'x'.repeat(70_000)]), file('a')), 'has more than 65536 bytes'],
  [
    'a huge long name',
    () => archive(entry('L', { type: 'L', content: 'x'.repeat(70_000) }), file('a')),
    'has more than 65536 bytes',
  ],
  [
    'an empty long name',
    () => archive(entry('L', { type: 'L', content: '\0' }), file('a')),
    'has a malformed long name',
  ],
  [
    'a global PAX header',
    () => archive(entry('g', { type: 'g', content: paxRecord('path', 'evil') }), file('a')),
    'a global extended header (PAX)',
  ],
  [
    'a PAX header at the end',
    () => archive(contract, pax(['path', 'a'])),
    'ends after an extended header that has no entry',
  ],

  // Structure
  ['nothing', () => new Uint8Array(0), 'the archive is empty or too short'],
  ['half a block', () => contract.subarray(0, 300), 'the archive is empty or too short'],
  ['text', () => Buffer.from('pactoVersion: "1.0"\n'.repeat(60)), 'not a tar archive'],
  [
    'a wrong checksum',
    () => archive(contract, entry('a', { checksumError: 1 })),
    'the header checksum of entry 2 is wrong',
  ],
  ['one flipped bit', () => flipped(archive(contract), 3), 'the header checksum of entry 1 is wrong'],
  [
    'garbage between entries',
    () => archive(contract, Buffer.alloc(512, 7), file('a')),
    'entry 2 does not begin with a tar header',
  ],
  [
    'content that is cut off',
    () => entry('a', { content: 'x'.repeat(600) }).subarray(0, 1024),
    'cut off in the middle of "a"',
  ],
  ['no end mark', () => contract, 'the archive is cut off after 1 entries: its end mark is missing'],
  ['half an end mark', () => Buffer.concat([contract, end.subarray(0, 512)]), 'in the middle of its end mark'],
  [
    'an entry after a zero block',
    () => Buffer.concat([contract, end.subarray(0, 512), archive(file('a'))]),
    'a single zero block',
  ],
  ['an archive after the end', () => Buffer.concat([archive(contract), archive(file('a'))]), 'more data after the end'],
  ['a byte after the end', () => Buffer.concat([archive(contract), Buffer.from('x')]), 'more data after the end'],
];

function manyLarge(count: number): Buffer[] {
  const content = new Uint8Array(9 * MiB);
  return Array.from({ length: count }, (_, i) => entry(`file-${i}`, { content }));
}

function manySmall(count: number): Buffer[] {
  return Array.from({ length: count }, (_, i) => entry(`file-${i}`));
}

function rawPax(content: string | Uint8Array): Buffer {
  return entry('PaxHeaders.0/x', { type: 'x', content });
}

function flipped(bytes: Buffer, index: number): Buffer {
  bytes[index]! ^= 1;
  return bytes;
}
