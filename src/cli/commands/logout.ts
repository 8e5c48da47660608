import { removeCredential } from '../../adapters/oci/credentials/store.ts';
import { logout } from '../../operations/login.ts';
import { renderJson } from '../../render/json.ts';
import { renderLogout } from '../../render/login/text.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { registryArgument } from '../registry-argument.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const { env, signal } = context;
  const result = await logout((registry) => removeCredential(registry, { env, signal }), registryArgument(args));
  context.print(context.format === 'json' ? renderJson(result) : renderLogout(result));
  return 0;
}
