/** What was generated, or how what is there differs from it. */
export interface GenerateResult {
  readonly schemaVersion: 1;
  /** The contract as the user named it. */
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  readonly plugin: string;
  /** Where the plugin came from; `built-in` for a generator of pacto's own. */
  readonly source: PluginSource;
  /** The plugin's file. */
  readonly executable?: string;
  /** As the user named it. */
  readonly outputDir: string;
  /** `write`, or what was asked for instead. */
  readonly mode: 'write' | 'check' | 'dry-run';
  /** Whether the directory holds what was generated, and nothing stale: as it was found, or as it was written. */
  readonly upToDate: boolean;
  /** How many files the plugin gave. */
  readonly filesCount: number;
  /** Sorted by path; what it does not give any more comes last. */
  readonly files: readonly GeneratedFileResult[];
  /** What the plugin has to say. */
  readonly message?: string;
}

export interface GeneratedFileResult {
  /** Relative to the output directory. */
  readonly path: string;
  /**
   * Against what was there before. What an earlier run wrote for this service and this one did not give is stale, or was
   * removed.
   */
  readonly status: 'added' | 'changed' | 'unchanged' | 'stale' | 'removed';
  /** Bytes of what was generated; absent for what is not any more. */
  readonly size?: number;
  /** Permission bits that the plugin asks for, in octal: `0755`. */
  readonly mode?: string;
  /** There was other content, not known to be of this plugin and service: it is replaced only by force. */
  readonly foreign?: true;
  /** Whose that content is, where it is known: plugin and service, `kubernetes orders-api`. */
  readonly generatedBy?: readonly string[];
  /** In a dry run: the text of a file that is added. */
  readonly content?: string;
  /** With check and in a dry run: how a text that is changed differs, in the unified format. */
  readonly diff?: string;
}

/** Where plugins come from, in the order in which they count. */
export type PluginSource = 'path' | 'config' | 'built-in';

/** What there is to generate with. */
export interface PluginsResult {
  readonly schemaVersion: 1;
  /** By name; of the same name the one that is used first. */
  readonly plugins: readonly PluginResult[];
  /** Where programs were looked for beside the PATH. */
  readonly directory?: string;
}

export interface PluginResult {
  readonly name: string;
  readonly source: PluginSource;
  /** The plugin's file; absent for those that come with pacto. */
  readonly executable?: string;
  /** Whether it is the one that `generate` uses, stands behind another one, or cannot be run. */
  readonly status: 'used' | 'shadowed' | 'not-executable';
  /** What is used in its place: a file, or `built-in`. */
  readonly shadowedBy?: string;
  /** What it does; known of those that come with pacto. */
  readonly summary?: string;
  readonly options?: readonly PluginOptionResult[];
}

export interface PluginOptionResult {
  readonly name: string;
  readonly about: string;
  readonly required: boolean;
  readonly choices?: readonly string[];
}

/** Whether a plugin keeps to the protocol. */
export interface PluginsCheckResult {
  readonly schemaVersion: 1;
  readonly plugin: string;
  readonly source: PluginSource;
  readonly executable?: string;
  readonly protocolVersion: string;
  /** Whether no rule is broken; warnings do not count. */
  readonly valid: boolean;
  /** How many files it gave for the sample contract. */
  readonly filesCount: number;
  readonly checks: readonly PluginCheckResult[];
  /** The end of what it said on standard error. */
  readonly stderr?: string;
}

export interface PluginCheckResult {
  readonly rule: string;
  /** What the rule asks for. */
  readonly about: string;
  /** `skipped` where something before it failed. */
  readonly status: 'ok' | 'warning' | 'error' | 'skipped';
  readonly problems: readonly string[];
}
