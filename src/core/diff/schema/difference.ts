/** What differs at one place, before anybody has asked what it does to anyone. */

import type { Json } from '../../json.ts';
import { child } from '../../pointer.ts';
import type { ChangePlace, ChangeType, Classification } from '../change.ts';
import type { Decision } from '../containment/decide.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import { recognisable } from '../spot.ts';
import type { ConventionId } from './convention-table.ts';
import type { Position } from './position.ts';
import type { RuleName } from './rules.ts';
import type { Setting } from './schema-change.ts';

export interface Pair {
  readonly old: Position;
  readonly fresh: Position;
  readonly setting: Setting;
}

/** Decides by agreement where what values are valid says too much or too little. */
export interface Convention {
  readonly id: ConventionId;
  readonly classification: Classification;
  readonly reason: string;
  /** Whatever the values say; where some value is lost; or only where none is. */
  readonly applies: 'always' | 'broken' | 'contained';
  /** It is published, and holds even where conventions are left out. */
  readonly published?: true;
}

/** Whether every value is good; `proved` says no more than that, in less time. */
export type Question = (() => Decision) & { readonly proved?: () => boolean };

export function isProved(question: Question): boolean {
  return question.proved?.() ?? question().kind === 'contained';
}

export interface Difference {
  readonly below: string;
  readonly rule: RuleName;
  readonly type: ChangeType;
  readonly oldValue?: Json | undefined;
  readonly newValue?: Json | undefined;
  readonly old?: ChangePlace | undefined;
  readonly new?: ChangePlace | undefined;
  /** Whether every value is still good in this respect; absent: nothing is asked of anyone. */
  readonly decide?: Question | undefined;
  /**
   * The schemas, one of each side, without which nothing would differ here: what is written here is the same, and refers
   * to them. None where more differs.
   */
  readonly follows?: (() => readonly (readonly [old: SchemaNode, fresh: SchemaNode])[]) | undefined;
  /** The first that applies decides. */
  readonly conventions?: readonly Convention[] | undefined;
}

/** Two schemas one level further down, or beside. */
export interface Edge {
  readonly below: string;
  readonly pair: Pair;
  /** What is said where values are lost on this way and nothing further down says why. */
  readonly rule: RuleName;
  /** Whether values that are lost further down are lost here; absent: they certainly are. */
  readonly passes?: Question | undefined;
  /** No value gets there. */
  readonly closed?: true | undefined;
  /** Values are meant for it by agreement, whatever else they meet: what is lost there is lost. */
  readonly beside?: true | undefined;
}

export interface Differences {
  readonly own: Difference[];
  readonly edges: Edge[];
}

/** The side whose values must all be valid on the other. */
export function sourceOf({ old, fresh, setting }: Pair): Position {
  return setting.role === 'reads' ? old : fresh;
}

export function targetOf({ old, fresh, setting }: Pair): Position {
  return setting.role === 'reads' ? fresh : old;
}

/** The place of a keyword, or of something in it. */
export function placeOf(node: SchemaNode | undefined, ...path: readonly (string | number)[]): ChangePlace | undefined {
  // Parts that nobody wrote are nowhere.
  if (!node || node.file === '') return undefined;
  return { file: node.file, pointer: path.reduce<string>(child, node.pointer) };
}

export function typeOfChange(before: unknown, after: unknown): ChangeType {
  return before === undefined ? 'added' : after === undefined ? 'removed' : 'modified';
}

/** A step of a path that has a name in it. */
export function named(keyword: string, name: string): string {
  const shown = recognisable(name);
  return `.${keyword}[${/^[^\s.[\]"\\=]+$/.test(shown) ? shown : JSON.stringify(shown)}]`;
}
