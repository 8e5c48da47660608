import { linkTarget } from './links.ts';

/** Reads a file of the bundle, or gives nothing. */
export type ReadFile = (path: string) => Uint8Array | undefined;

/** Pictures that become a part of the page. Bytes: of one, and of all. */
const [maxPicture, maxPictures] = [256 * 1024, 1024 * 1024];

/** By what the file begins with: a name says nothing, and an SVG as an `img` runs nothing. */
const kinds: readonly (readonly [type: string, begins: readonly number[], at: number])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47], 0],
  ['image/jpeg', [0xff, 0xd8, 0xff], 0],
  ['image/gif', [0x47, 0x49, 0x46, 0x38], 0],
  ['image/webp', [0x57, 0x45, 0x42, 0x50], 8],
];

/**
 * Makes `data:` addresses of the bundle's own pictures, as long as they are not too large together. One that is shown
 * twice is in the page twice, and counts so.
 */
export function dataUri(readFile: ReadFile): (href: string, from: string) => string | undefined {
  const known = new Map<string, Picture | undefined>();
  let left = maxPictures;
  const read = (path: string): Picture | undefined => {
    const bytes = readFile(path);
    if (bytes === undefined || bytes.length > maxPicture) return undefined;
    const type = typeOf(path, bytes);
    return type === undefined ? undefined : { size: bytes.length, uri: `data:${type};base64,${base64(bytes)}` };
  };
  return (href, from) => {
    const target = linkTarget(href, from);
    if (target.kind !== 'file') return undefined;
    if (!known.has(target.path)) known.set(target.path, read(target.path));
    const picture = known.get(target.path);
    if (picture === undefined || picture.size > left) return undefined;
    left -= picture.size;
    return picture.uri;
  };
}

interface Picture {
  /** Bytes. */
  readonly size: number;
  readonly uri: string;
}

function typeOf(path: string, bytes: Uint8Array): string | undefined {
  if (/\.svg$/i.test(path)) return 'image/svg+xml';
  return kinds.find(([, begins, at]) => begins.every((byte, i) => bytes[at + i] === byte))?.[0];
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
