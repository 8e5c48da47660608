/** Which names an archive may hold: one rule for what is packed and for what is read. */

/** What an archive may hold at most. Sizes are bytes. */
export const archiveLimits = {
  entries: 10_000,
  fileBytes: 10 * 1024 * 1024,
  totalBytes: 50 * 1024 * 1024,
  /** The tar with its headers and padding; a compressed archive that expands beyond this is a bomb. */
  tarBytes: 64 * 1024 * 1024,
  nameBytes: 1024,
  componentBytes: 255,
  depth: 32,
} as const;

const utf8 = new TextEncoder();

/** The length of a text in UTF-8. */
export function byteLength(text: string): number {
  return utf8.encode(text).length;
}

/** Whether a text has more bytes than that; no UTF-16 unit makes more than three. */
function exceeds(text: string, limit: number): boolean {
  return text.length * 3 > limit && byteLength(text) > limit;
}

/**
 * Why a name must not stand in an archive, or undefined if it may. Names are relative, `/`-separated, without `.`,
 * `..` and empty parts, and without what some system reads as more than a name.
 */
export function nameProblem(name: string): string | undefined {
  if (isPlain(name)) return undefined;
  if (name === '') return 'has an empty name';
  if (name.includes('\0')) return 'has a NUL byte in its name';
  if (name.includes('\\')) return 'has a backslash in its name, which is a separator on Windows';
  if (/[\x01-\x1f\x7f]/.test(name)) return 'has a control character in its name';
  if (/[\ud800-\udfff]/u.test(name)) return 'has a name that is not valid Unicode';
  if (name.startsWith('/')) return 'has an absolute name';
  if (/^[A-Za-z]:/.test(name)) return 'has a name that begins with a drive letter';
  if (exceeds(name, archiveLimits.nameBytes)) return `has a name of more than ${archiveLimits.nameBytes} bytes`;
  const parts = name.split('/');
  if (parts.includes('..')) return 'has ".." in its name';
  if (parts.includes('.')) return 'has "." as a part of its name';
  if (parts.includes('')) return 'has an empty part in its name';
  if (parts.length > archiveLimits.depth) return `is more than ${archiveLimits.depth} folders deep`;
  if (parts.some((part) => exceeds(part, archiveLimits.componentBytes)))
    return `has a part of more than ${archiveLimits.componentBytes} bytes in its name`;
  return undefined;
}

/** Whether a name is so short and simple that nothing below could be wrong with it, as nearly all names are. */
function isPlain(name: string): boolean {
  return name.length <= 2 * archiveLimits.depth && /^\w[\w-]*(?:\.[\w-]+)*(?:\/\w[\w-]*(?:\.[\w-]+)*)*$/.test(name);
}

/** A name in quotes for a message: shortened, and without characters that a terminal would act on. */
export function quoted(name: string): string {
  const short = name.length > 120 ? `${name.slice(0, 119)}…` : name;
  return JSON.stringify(short).replace(
    /[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Names that are one name on a file system that ignores case or composes characters have the same key. */
function folded(name: string): string {
  if (/^[\0-\x7f]*$/.test(name)) return name.toLowerCase();
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** Remembers names and says how a new one clashes with those before it. */
export interface NameRegister {
  /** Takes a name (without trailing slash) in. What comes back is the clash, worded to follow the quoted name. */
  add(name: string, kind: 'file' | 'directory'): string | undefined;
}

/**
 * A register that finds equal names, names equal but for case or Unicode composition, and files used as folders.
 * The folders above each name count too: `A/x` clashes with `a/y`.
 */
export function nameRegister(): NameRegister {
  const seen = new Map<string, { name: string; kind: 'file' | 'directory'; explicit: boolean }>();

  function enter(name: string, kind: 'file' | 'directory', explicit: boolean): string | undefined {
    const key = folded(name);
    const other = seen.get(key);
    if (other === undefined) {
      seen.set(key, { name, kind, explicit });
      return undefined;
    }
    if (other.name !== name) return `differs from ${quoted(other.name)} only in case or Unicode form`;
    if (other.kind !== kind) return 'is both a file and a folder';
    if (explicit && other.explicit) return 'occurs twice';
    other.explicit ||= explicit;
    return undefined;
  }

  return {
    add(name, kind) {
      for (let slash = name.indexOf('/'); slash !== -1; slash = name.indexOf('/', slash + 1)) {
        const folder = name.slice(0, slash);
        const clash = enter(folder, 'directory', false);
        if (clash !== undefined) return `lies in ${quoted(folder)}, which ${clash}`;
      }
      return enter(name, kind, true);
    },
  };
}
