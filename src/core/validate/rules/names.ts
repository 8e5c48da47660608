import type { Rule, RuleContext } from '../rule.ts';

type Section = 'interfaces' | 'configurations' | 'policies' | 'dependencies';

/** The rule that names are unique within a list. */
export function uniqueNames(section: Section, thing: string): Rule {
  return {
    code: `DUPLICATE_${thing.toUpperCase()}_NAME`,
    layer: 'cross-field',
    severity: 'error',
    where: `${section}[].name`,
    when: `two ${section} have the same name`,
    why: 'Everything else refers to them by name: overrides, comparisons, other sections.',
    *check({ contract }: RuleContext) {
      const first = new Map<string, number>();
      for (const [i, item] of (contract[section] ?? []).entries()) {
        const earlier = first.get(item.name);
        if (earlier === undefined) {
          first.set(item.name, i);
          continue;
        }
        yield {
          pointer: `/${section}/${i}/name`,
          message: `${thing} name "${item.name}" is already taken`,
          related: [{ pointer: `/${section}/${earlier}/name`, message: 'first used here' }],
        };
      }
    },
  };
}
