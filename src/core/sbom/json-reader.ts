/**
 * Reads JSON (RFC 8259) in place, byte by byte, and makes values only of what somebody asks for: of an SBOM of many
 * megabytes a few texts for each component matter. What is passed over is checked for its structure, not for what its
 * texts say.
 */

/** Why a JSON text cannot be read, and where. Thrown by readers; whoever makes one catches it. */
export class JsonProblem {
  readonly message: string;
  /** Bytes from the beginning of the file. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    this.message = message;
    this.offset = offset;
  }
}

/** A reader that stands before a value. Each method consumes the whole value, or throws {@link JsonProblem}. */
export interface JsonReader {
  /** Where the reader stands. Bytes; the first byte of a value once white space is passed. */
  offset(): number;
  /** Goes to a value that was passed over, by its offset. */
  moveTo(offset: number): void;
  /** Whether the next value is an object; a list. */
  isObject(): boolean;
  isArray(): boolean;
  /** Calls `visit` before the value of each member; it has to consume that value. */
  members(visit: (name: string) => void): void;
  /** Calls `visit` before each item; it has to consume it. */
  items(visit: () => void): void;
  /** The value where it is a text; undefined, and passed over, where it is anything else. */
  text(): string | undefined;
  skip(): void;
  /** Complains about anything that follows. */
  end(): void;
}

export interface JsonLimits {
  /** Objects and lists inside each other. */
  readonly maxDepth: number;
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const scalar = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;
/** No number or literal is longer in a document of packages. */
const maxScalar = 400;

/** A reader at the beginning of a UTF-8 text. */
export function jsonReader(content: Uint8Array, limits: JsonLimits): JsonReader {
  // Parts of Node's buffers, which are arrays of bytes as well, take longer to make.
  const bytes = new Uint8Array(content.buffer, content.byteOffset, content.length);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const names = new Map<number, string>();
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let depth = 0;

  function fail(message: string, offset = at): never {
    throw new JsonProblem(offset >= bytes.length ? 'the text ends before its value does' : message, offset);
  }

  /** The next byte that is no white space, which is not consumed. */
  function next(): number {
    for (;;) {
      const byte = bytes[at];
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) at += 1;
      else return byte ?? -1;
    }
  }

  /** Consumes a text and says where its content ended. */
  function passText(): number {
    const start = at;
    for (at += 1; bytes[at] !== quote; at += bytes[at] === backslash ? 2 : 1) {
      if (at >= bytes.length) fail('this quote is never closed', start);
    }
    at += 1;
    return at - 1;
  }

  function decoded(start: number, end: number): string {
    const content = bytes.subarray(start, end);
    if (content.includes(backslash)) return unescaped(start, end);
    try {
      return decoder.decode(content);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return fail('this text is not valid UTF-8', start);
    }
  }

  function unescaped(start: number, end: number): string {
    try {
      return String(JSON.parse(decoder.decode(bytes.subarray(start - 1, end + 1))));
    } catch (error) {
      if (error instanceof SyntaxError) return fail('an escape in this text is none of JSON', start - 1);
      if (!(error instanceof TypeError)) throw error;
      return fail('this text is not valid UTF-8', start);
    }
  }

  /** The same few names come again and again: they are made once, and found by their bytes. */
  function name(): string {
    if (next() !== quote) fail('the name of a member stands in double quotes');
    const start = at + 1;
    const end = passText();
    let hash = end - start;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
    const known = names.get(hash);
    const found = known !== undefined && isAt(known, start, end) ? known : decoded(start, end);
    if (names.size < 1000) names.set(hash, found);
    if (next() !== colon) fail('a colon is missing after the name');
    at += 1;
    return found;
  }

  function isAt(text: string, start: number, end: number): boolean {
    if (text.length !== end - start) return false;
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
    return true;
  }

  /** Consumes an object or a list; `entry` consumes a member or an item. */
  function inside(open: number, close: number, entry: () => void): void {
    if (next() !== open) fail(open === openBrace ? 'an object is expected here' : 'a list is expected here');
    if (depth === limits.maxDepth) fail(`values are nested more than ${limits.maxDepth} deep`);
    depth += 1;
    at += 1;
    if (next() !== close) {
      for (;;) {
        entry();
        const byte = next();
        if (byte === close) break;
        if (byte !== comma) fail(`a comma or ${String.fromCharCode(close)} is expected here`);
        at += 1;
      }
    }
    at += 1;
    depth -= 1;
  }

  function passName(): void {
    if (next() !== quote) fail('the name of a member stands in double quotes');
    passText();
    if (next() !== colon) fail('a colon is missing after the name');
    at += 1;
    pass();
  }

  function pass(): void {
    const byte = next();
    if (byte === quote) passText();
    else if (byte === openBrace) inside(openBrace, closeBrace, passName);
    else if (byte === openBracket) inside(openBracket, closeBracket, pass);
    else passScalar();
  }

  function passScalar(): void {
    const start = at;
    while (at - start <= maxScalar && isScalarByte(bytes[at])) at += 1;
    if (!scalar.test(String.fromCharCode(...bytes.subarray(start, at)))) fail('this is not a value of JSON', start);
  }

  return {
    offset() {
      next();
      return at;
    },
    moveTo(offset) {
      at = offset;
    },
    isObject: () => next() === openBrace,
    isArray: () => next() === openBracket,
    members: (visit) => inside(openBrace, closeBrace, () => visit(name())),
    items: (visit) => inside(openBracket, closeBracket, visit),
    text() {
      if (next() !== quote) {
        pass();
        return undefined;
      }
      const start = at + 1;
      const end = passText();
      return decoded(start, end);
    },
    skip: pass,
    end() {
      if (next() !== -1) fail('nothing more is expected after the value');
    },
  };
}

/** Letters, digits, and the signs of numbers. */
function isScalarByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
  return isLetter || (byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}
