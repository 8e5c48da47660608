import { isUrl, requestPath } from '../../contract/request-path.ts';
import { nearest } from '../../nearest.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Health and metrics name an interface in the same way, so they share their four rules. */
function endpointRules(section: 'health' | 'metrics'): readonly Rule[] {
  const prefix = section.toUpperCase();
  const pointer = `/runtime/${section}`;
  const purpose = section === 'health' ? 'ask whether an instance is well' : 'collect metrics';
  const endpoint = ({ contract }: RuleContext) => {
    const declared = contract.runtime?.[section];
    return declared === undefined
      ? undefined
      : { ...declared, target: contract.interfaces?.find((candidate) => candidate.name === declared.interface) };
  };
  return [
    {
      code: `${prefix}_INTERFACE_NOT_FOUND`,
      layer: 'cross-field',
      severity: 'error',
      where: `runtime.${section}.interface`,
      when: 'no interface has this name',
      why: `The platform would have nothing to ${purpose} at.`,
      *check(context) {
        const declared = endpoint(context);
        if (declared === undefined || context.interfaceNames.has(declared.interface)) return;
        const close = nearest(declared.interface, [...context.interfaceNames]);
        const message = `${section} interface "${declared.interface}" is not declared`;
        const names = [...context.interfaceNames].map((name) => `"${name}"`).join(', ');
        const help = close !== undefined ? `did you mean "${close}"?` : names === '' ? undefined : `declared: ${names}`;
        yield { pointer: `${pointer}/interface`, message, ...(help === undefined ? {} : { help }) };
      },
    },
    {
      code: `${prefix}_INTERFACE_INVALID`,
      layer: 'cross-field',
      severity: 'error',
      where: `runtime.${section}.interface`,
      when: 'the interface is of type event',
      why: `One can ${purpose} over http and grpc; an event interface answers nobody.`,
      *check(context) {
        const declared = endpoint(context);
        if (declared?.target?.type !== 'event') return;
        const message = `${section} interface "${declared.interface}" is an event interface; use an http or grpc one`;
        yield { pointer: `${pointer}/interface`, message };
      },
    },
    {
      code: `${prefix}_PATH_REQUIRED`,
      layer: 'cross-field',
      severity: 'error',
      where: `runtime.${section}.path`,
      when: 'the interface is of type http and there is no path',
      why: 'Over http the platform must know which path to request.',
      *check(context) {
        const declared = endpoint(context);
        if (declared?.target?.type !== 'http' || (declared.path ?? '') !== '') return;
        const message = `${section} over the http interface "${declared.interface}" needs a path`;
        yield {
          pointer: declared.path === undefined ? pointer : `${pointer}/path`,
          message,
          help: `add path: /${section}`,
        };
      },
    },
    {
      code: `${prefix}_PATH_NOT_ABSOLUTE`,
      layer: 'cross-field',
      severity: 'warning',
      where: `runtime.${section}.path`,
      when: 'the interface is of type http and the path does not begin with a slash, or is a whole URL',
      why: 'Each instance is asked at its own address. What is not a path there means something else to every platform.',
      *check(context) {
        const declared = endpoint(context);
        const path = declared?.path ?? '';
        if (declared?.target?.type !== 'http' || path === '' || path.startsWith('/')) return;
        const message = isUrl(path)
          ? `the ${section} path "${path}" is a URL, of which only the path is used`
          : `the ${section} path "${path}" does not begin with a slash`;
        yield { pointer: `${pointer}/path`, message, help: `write ${JSON.stringify(requestPath(path))}` };
      },
    },
    {
      code: `${prefix}_PATH_IGNORED`,
      layer: 'cross-field',
      severity: 'warning',
      where: `runtime.${section}.path`,
      when: 'the interface is of type grpc and there is a path',
      why: 'gRPC has its own protocol for this; the path is never used.',
      *check(context) {
        const declared = endpoint(context);
        if (declared?.target?.type !== 'grpc' || declared.path === undefined) return;
        const message = `the path is ignored: "${declared.interface}" is a grpc interface`;
        yield { pointer: `${pointer}/path`, message };
      },
    },
  ];
}

/** Rules about `runtime`. */
export const runtimeRules: readonly Rule[] = [
  ...endpointRules('health'),
  ...endpointRules('metrics'),
  {
    code: 'STATELESS_PERSISTENT_CONFLICT',
    layer: 'cross-field',
    severity: 'error',
    where: 'runtime.state.persistence.durability',
    when: 'a stateless service has persistent data',
    why: 'A platform gives a stateless service no volume, so the data would be lost. Say stateful or hybrid, or ephemeral.',
    *check({ contract }) {
      const state = contract.runtime?.state;
      if (state?.type !== 'stateless' || state.persistence.durability !== 'persistent') return;
      yield {
        pointer: '/runtime/state/persistence/durability',
        message: 'a stateless service cannot have persistent data',
        help: 'make the type stateful or hybrid, or the durability ephemeral',
        related: [{ pointer: '/runtime/state/type', message: 'declared stateless here' }],
      };
    },
  },
];
