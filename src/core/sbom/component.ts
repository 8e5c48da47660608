/** What a document says of a package, in whatever format. */

export interface Hash {
  /** As formats spell it, in one spelling: `SHA512`. */
  readonly algorithm: string;
  /** Hexadecimal, in lower case. */
  readonly value: string;
}

export interface Component {
  /** With its group: `@babel/core`, `org.apache.logging.log4j:log4j-core`. */
  readonly name: string;
  readonly version?: string;
  /** The package URL as it is written. */
  readonly purl?: string;
  /** Expressions and names of licences, all of which hold. Empty where nothing is stated. */
  readonly licenses: readonly string[];
  readonly supplier?: string;
  readonly hashes: readonly Hash[];
}

/** Algorithms go by several spellings: `SHA-512`, `SHA512` and `sha512` are one. */
export function hashOf(algorithm: string | undefined, value: string | undefined): Hash[] {
  if (algorithm === undefined || value === undefined || value === '') return [];
  return [{ algorithm: algorithm.toUpperCase().replace(/[-_]/g, ''), value: value.toLowerCase() }];
}

/** A text, or nothing where the document says that it does not know (SPDX 2.3, clauses 7.5 and 7.13), or is empty. */
export function stated(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' || trimmed === 'NOASSERTION' ? undefined : trimmed;
}

/** The name of a supplier without the kind before it and the address behind it: `Person: Jane (jane@example.com)`. */
export function supplierName(text: string | undefined): string | undefined {
  const known = stated(text);
  if (known === undefined || known.length > 1000) return known;
  const name = known.replace(/^(?:Organization|Person|Tool):\s*/i, '').replace(/\s*(?:\([^()]*\)|<[^<>]*>)$/, '');
  return stated(name) ?? known;
}

/** The object without the members that are undefined. */
export function compact(component: {
  readonly name: string;
  readonly version: string | undefined;
  readonly purl: string | undefined;
  readonly licenses: readonly string[];
  readonly supplier: string | undefined;
  readonly hashes: readonly Hash[];
}): Component {
  const { name, version, purl, licenses, supplier, hashes } = component;
  return {
    name,
    licenses,
    hashes,
    ...(version === undefined ? {} : { version }),
    ...(purl === undefined ? {} : { purl }),
    ...(supplier === undefined ? {} : { supplier }),
  };
}
