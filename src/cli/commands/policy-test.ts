import { policyTest } from '../../operations/policy-test.ts';
import { renderJson } from '../../render/json.ts';
import { renderPolicyTestJunit } from '../../render/policy-test/junit.ts';
import { renderPolicyTest } from '../../render/policy-test/text.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { nodePorts } from '../ports.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const result = await policyTest(nodePorts(context, args), args.positionals[0] ?? '.');
  if (context.format === 'json') context.print(renderJson(result));
  else if (context.format === 'junit') context.print(renderPolicyTestJunit(result));
  else context.print(renderPolicyTest(result, context.colour ? coloured : plain));
  return result.failed === 0 ? 0 : 1;
}
