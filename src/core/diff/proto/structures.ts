/** Whether two messages have the same fields, whatever they are called. */
import { jsonName } from '../../interface/proto/check-message.ts';
import type { ProtoField } from '../../interface/proto/model.ts';
import { fieldFeatures } from './features.ts';
import { type Breaks, cardinalityOf, type FieldType, onWire, typeOf, worse } from './field-type.ts';
import { pairFields } from './pair-fields.ts';
import type { MessageNode, Program } from './program.ts';

export interface StructureOptions {
  readonly old: Program;
  readonly fresh: Program;
  /** Whether two full names, one of each side, mean the same type. */
  readonly isSame: (old: string, fresh: string) => boolean;
  /** What the change of a type breaks that is no message. */
  readonly change: (old: FieldType, fresh: FieldType) => Breaks;
}

/** Pairs of fields. More are only looked at where many messages stand for each other in many ways. */
const maxSteps = 500_000;

/** A pair of messages that is being compared. */
interface Visit {
  readonly old: MessageNode;
  readonly fresh: MessageNode;
  /** The pairs that have this one in a field. */
  readonly users: Visit[];
  breaks: Breaks;
}

/**
 * Returns a function that compares two messages. Each pair is looked at once: what one field has of its own is found
 * first, and then told to everything that contains it, so that messages may contain themselves.
 */
export function createStructures(options: StructureOptions): (old: MessageNode, fresh: MessageNode) => Breaks {
  const { old, fresh, isSame, change } = options;
  const known = new Map<MessageNode, Map<MessageNode, Visit>>();
  let steps = 0;

  function compareFields(visit: Visit, one: ProtoField, other: ProtoField, meet: (pair: Pair) => void): Breaks {
    const [features, otherFeatures] = [
      fieldFeatures(visit.old.features, one),
      fieldFeatures(visit.fresh.features, other),
    ];
    const [type, otherType] = [typeOf(old, one, features), typeOf(fresh, other, otherFeatures)];
    const count = onWire(cardinalityOf(one, type, features));
    if (one.number !== other.number || count !== onWire(cardinalityOf(other, otherType, otherFeatures))) return 'wire';
    const named = jsonName(one) === jsonName(other) ? 'source' : 'json';
    if (type.kind !== 'map' || otherType.kind !== 'map') return worse(named, value(type, otherType, meet));
    return worse(named, worse(equal(change(type.key, otherType.key)), value(type.value, otherType.value, meet)));
  }

  function value(type: FieldType, other: FieldType, meet: (pair: Pair) => void): Breaks {
    if (type.kind === 'message' && other.kind === 'message' && type.delimited === other.delimited) {
      if (isSame(type.name, other.name)) return 'nothing';
      const [before, after] = [old.messages.get(type.name), fresh.messages.get(other.name)];
      if (before === undefined || after === undefined) return 'wire';
      meet({ old: before, fresh: after });
      return 'source';
    }
    const breaks = change(type, other);
    return type.kind === 'enum' ? breaks : equal(breaks);
  }

  return (before, after) => {
    const visits: Visit[] = [];
    const meet = ({ old: one, fresh: other }: Pair): Visit => {
      const partners = known.get(one) ?? new Map<MessageNode, Visit>();
      known.set(one, partners);
      let visit = partners.get(other);
      if (visit === undefined) {
        visit = { old: one, fresh: other, users: [], breaks: 'source' };
        partners.set(other, visit);
        visits.push(visit);
      }
      return visit;
    };
    const root = meet({ old: before, fresh: after });
    for (const visit of visits) {
      if (steps > maxSteps) {
        visit.breaks = 'unknown';
        continue;
      }
      const { pairs, removed, added } = pairFields(
        visit.old.declared.fields,
        visit.fresh.declared.fields,
        (one) => one,
      );
      steps += pairs.length + 1;
      if (removed.length + added.length > 0) visit.breaks = 'wire';
      for (const { old: one, fresh: other } of pairs) {
        if (visit.breaks === 'wire') break;
        const own = compareFields(visit, one, other, (pair) => {
          const part = meet(pair);
          part.users.push(visit);
          visit.breaks = worse(visit.breaks, part.breaks);
        });
        visit.breaks = worse(visit.breaks, own);
      }
    }
    const open = visits.filter(({ breaks }) => breaks !== 'source');
    for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
      for (const user of visit.users) {
        const breaks = worse(user.breaks, visit.breaks);
        if (breaks === user.breaks) continue;
        user.breaks = breaks;
        open.push(user);
      }
    }
    return root.breaks;
  };
}

interface Pair {
  readonly old: MessageNode;
  readonly fresh: MessageNode;
}

/** Equal, and not only compatible: another integer is another structure. */
function equal(breaks: Breaks): Breaks {
  return breaks === 'nothing' || breaks === 'unknown' ? breaks : 'wire';
}
