import type { Interface } from '../../contract/model.generated.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { uniqueNames } from './names.ts';

function* each({ contract }: RuleContext): Generator<[number, Interface]> {
  yield* (contract.interfaces ?? []).entries();
}

/** Rules about `interfaces`, without looking at files. */
export const interfaceRules: readonly Rule[] = [
  uniqueNames('interfaces', 'interface'),
  {
    code: 'PORT_REQUIRED',
    layer: 'cross-field',
    severity: 'error',
    where: 'interfaces[].port',
    when: 'an http or grpc interface has no port',
    why: 'Without a port neither the platform nor a caller can reach it.',
    *check(context) {
      for (const [i, declared] of each(context)) {
        if (declared.port !== undefined || (declared.type !== 'http' && declared.type !== 'grpc')) continue;
        const message = `${declared.type} interface "${declared.name}" needs a port`;
        yield { pointer: `/interfaces/${i}`, message, help: 'add port: followed by a number from 1 to 65535' };
      }
    },
  },
  {
    code: 'CONTRACT_REQUIRED',
    layer: 'cross-field',
    severity: 'error',
    where: 'interfaces[].contract',
    when: 'a grpc or event interface names no interface file',
    why: 'These cannot be called or consumed without their description.',
    *check(context) {
      for (const [i, declared] of each(context)) {
        if (declared.contract !== undefined || (declared.type !== 'grpc' && declared.type !== 'event')) continue;
        const message = `${declared.type} interface "${declared.name}" needs a contract`;
        const example = declared.type === 'grpc' ? 'interfaces/service.proto' : 'interfaces/events.yaml';
        yield { pointer: `/interfaces/${i}`, message, help: `name its file, such as contract: ${example}` };
      }
    },
  },
  {
    code: 'PORT_IGNORED',
    layer: 'cross-field',
    severity: 'warning',
    where: 'interfaces[].port',
    when: 'an event interface has a port',
    why: 'Events travel through a broker; nothing listens on the port.',
    *check(context) {
      for (const [i, declared] of each(context)) {
        if (declared.type !== 'event' || declared.port === undefined) continue;
        const message = `the port of event interface "${declared.name}" is ignored`;
        yield { pointer: `/interfaces/${i}/port`, message, help: 'remove it' };
      }
    },
  },
  {
    code: 'PORT_CONFLICT',
    layer: 'cross-field',
    severity: 'warning',
    where: 'interfaces[].port',
    when: 'two interfaces of the same type have the same port',
    why: 'Usually a copied line: only one of them can listen on it.',
    *check(context) {
      const first = new Map<string, number>();
      for (const [i, declared] of each(context)) {
        if (declared.port === undefined || declared.type === 'event') continue;
        const key = `${declared.type} ${declared.port}`;
        const earlier = first.get(key);
        if (earlier === undefined) {
          first.set(key, i);
          continue;
        }
        const other = context.contract.interfaces?.[earlier]?.name;
        yield {
          pointer: `/interfaces/${i}/port`,
          message: `port ${declared.port} is also that of ${declared.type} interface "${other}"`,
          related: [{ pointer: `/interfaces/${earlier}/port`, message: 'first used here' }],
        };
      }
    },
  },
];
