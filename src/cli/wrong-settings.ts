/** Values in settings files that have the right shape and cannot be: what only those who use them know. */
import { type LoadedSettings, placeOfSetting } from '../adapters/config/settings.ts';
import { PactoError } from '../core/error.ts';
import { isArray, isObject, type Json } from '../core/json.ts';
import { child } from '../core/pointer.ts';
import { optionText } from './plugin-options.ts';
import { settingWaiver } from './waivers.ts';
import { checkNetwork } from './wrong-network.ts';

interface Check {
  readonly pointer: string;
  /** Whether it is the key that is wrong where something is, and not the value. */
  readonly onKey?: true;
  readonly run: () => void | Promise<void>;
}

/** Everything that cannot be in settings that were read: USAGE, with its place and what was meant. */
export async function wrongSettings(settings: readonly LoadedSettings[]): Promise<PactoError[]> {
  return (await findWrong(settings)).map(placed);
}

/** The same error with its place, where it is about a value of the settings; any other is given back as it is. */
export async function withPlace(error: unknown, settings: readonly LoadedSettings[]): Promise<unknown> {
  if (!(error instanceof PactoError) || error.code !== 'USAGE') return error;
  const found = (await findWrong(settings)).find((one) => one.error.message === error.message);
  return found === undefined ? error : placed(found);
}

interface Found extends Omit<Check, 'run'> {
  readonly settings: LoadedSettings;
  readonly error: PactoError;
}

function placed({ settings, pointer, onKey, error }: Found): PactoError {
  const place = placeOfSetting(settings.file, pointer, onKey === true);
  return new PactoError(error.code, `${place} ${error.message}`, { hint: error.hint, cause: error });
}

async function findWrong(all: readonly LoadedSettings[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const settings of all) {
    for (const { run, ...where } of await checksOf(settings)) {
      try {
        await run();
      } catch (error) {
        if (!(error instanceof PactoError)) throw error;
        found.push({ ...where, settings, error });
      }
    }
  }
  return found;
}

async function checksOf(settings: LoadedSettings): Promise<Check[]> {
  return [
    ...(await codeChecks(settings)),
    ...(await waiverChecks(settings)),
    ...(await optionChecks(settings)),
    ...networkChecks(settings),
  ];
}

async function codeChecks({ values }: LoadedSettings): Promise<Check[]> {
  const codes = itemsOf(values.get('ignore'));
  if (codes.length === 0) return [];
  const { checkCodes } = await import('../operations/validate.ts');
  return codes.map((code, i) => ({ pointer: `/ignore/${i}`, run: () => checkCodes([String(code)]) }));
}

async function waiverChecks({ values }: LoadedSettings): Promise<Check[]> {
  const waivers = itemsOf(values.get('waivers'));
  if (waivers.length === 0) return [];
  const { checkWaivers } = await import('../operations/diff/check-waivers.ts');
  return waivers.map((waiver, i) => ({
    pointer: `/waivers/${i}/rule`,
    run: () => checkWaivers([settingWaiver(waiver)]),
  }));
}

/** Of other plugins nobody knows the options without running them. */
async function optionChecks({ values }: LoadedSettings): Promise<Check[]> {
  const all = values.get('pluginOptions');
  if (all === undefined) return [];
  const { checkBuiltInOption } = await import('../operations/generate/options.ts');
  return membersOf(all).flatMap(([plugin, options]) =>
    membersOf(options).map(
      ([name, value]): Check => ({
        pointer: child(child('/pluginOptions', plugin), name),
        onKey: true,
        run: () => checkBuiltInOption(plugin, name, optionText(value)),
      }),
    ),
  );
}

/** Only the user's own say anything of the network. */
function networkChecks({ file, values }: LoadedSettings): Check[] {
  if (file.kind !== 'user') return [];
  const alone = (key: string, value: Json) => () =>
    checkNetwork({ settings: [{ file, values: new Map([[key, value]]) }] });
  return [
    ...membersOf(values.get('mirrors')).map(
      ([prefix, target]): Check => ({
        pointer: child('/mirrors', prefix),
        onKey: true,
        run: alone('mirrors', { [prefix]: target }),
      }),
    ),
    ...itemsOf(values.get('insecureRegistries')).map((host, i) => ({
      pointer: `/insecureRegistries/${i}`,
      run: () => checkNetwork({ insecure: [String(host)] }),
    })),
    ...itemsOf(values.get('clientCertificates')).map((one, i) => ({
      pointer: `/clientCertificates/${i}/registry`,
      run: alone('clientCertificates', [one]),
    })),
  ];
}

function itemsOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

function membersOf(value: Json | undefined): [string, Json][] {
  return isObject(value) ? Object.entries(value) : [];
}
