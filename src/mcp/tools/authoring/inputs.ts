/** Arguments of the tools that write contracts, and what they mean. */

import type { DataIntent, ScalingIntent } from '../../../core/authoring/intent.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { z } from '../../sdk.ts';

const text = z.string().max(4096);
const name = z.string().min(1).max(256);
/** As deep as what is put into a contract may be. */
const maxDepth = 50;
/** As many facts as one call sets. */
const maxMembers = 1000;
const tooDeep = `it is nested more than ${maxDepth} deep`;

function isShallow(value: Json, depth = 0): boolean {
  if (!isArray(value) && !isObject(value)) return true;
  return depth < maxDepth && Object.values(value).every((item) => isShallow(item, depth + 1));
}

/** Any value: what comes over the wire is JSON. */
const anyJson: z.ZodType<Json> = z.any().refine(isShallow, tooDeep);

export const owner = z
  .union([
    z.string().min(1).max(256),
    z.strictObject({
      team: name.optional(),
      dri: name.optional(),
      contacts: z
        .array(
          z.strictObject({
            type: z.enum(['email', 'url', 'group', 'oncall', 'chat', 'other']),
            value: text,
            purpose: z.enum(['ownership', 'support', 'escalation', 'oncall', 'notifications']).optional(),
          }),
        )
        .max(100)
        .optional(),
    }),
  ])
  .describe('who answers for the service: a name, or team, dri and contacts');

const port = z.int().min(1).max(65_535);
const seconds = z.int().min(0).max(1_000_000);

const interfaceType = z.enum(['http', 'grpc', 'event']);

export const interfaces = z
  .array(
    z.strictObject({
      name: name.optional().describe('default: by type'),
      type: interfaceType,
      port: port.optional().describe('default: 8080 for http, 9090 for grpc, or the next that is free'),
      visibility: z.enum(['public', 'internal']).optional().describe('default: internal'),
      contract: text
        .optional()
        .describe(
          'path of its description (OpenAPI, protobuf, AsyncAPI), which must be there; default: a minimal one is written',
        ),
    }),
  )
  .max(200);

export const dependencies = z
  .array(
    z.strictObject({
      name: name.optional().describe('default: the last part of ref'),
      ref: text.describe('oci://HOST/REPOSITORY[:TAG], or a path relative to the contract, such as ../orders-api'),
      compatibility: text
        .optional()
        .describe('versions that it works with, such as ^2.0.0; default: from the version of ref'),
      required: z.boolean().optional().describe('it cannot work without; default: false'),
    }),
  )
  .max(200);

export const interfaceChanges = z
  .array(
    z.strictObject({
      name: name.describe('which one'),
      port: port.optional(),
      visibility: z.enum(['public', 'internal']).optional(),
      contract: text.optional().describe('path of its description, which must be there'),
    }),
  )
  .max(200);

export const dependencyChanges = z
  .array(
    z.strictObject({
      name: text.min(1).describe('which one: its name, its ref, or the service that a path leads to'),
      ref: text.min(1).optional(),
      compatibility: text.optional().describe('versions that it works with, such as ^2.0.0'),
      required: z.boolean().optional(),
    }),
  )
  .max(200);

export const policies = z
  .array(
    z.strictObject({
      name: name.optional().describe('default: default'),
      ref: text.min(1).optional().describe('a bundle whose policies apply: oci://HOST/REPOSITORY[:TAG], or a path'),
      schema: text.min(1).optional().describe('instead of ref: path of a JSON Schema in this bundle'),
    }),
  )
  .max(200);

const probe = {
  interface: name.optional().describe('name of the interface that answers'),
  path: text.min(1).optional().describe('for http, such as /health'),
};

/** What is asked of a service while it runs, and how it is replaced. */
export const operation = {
  health: z
    .strictObject({ ...probe, initial_delay_seconds: seconds.optional() })
    .optional()
    .describe('how the service is asked whether it is well; what is left out stays'),
  remove_health: z.boolean().optional().describe('remove the health check'),
  metrics: z.strictObject(probe).optional().describe('where its metrics are; what is left out stays'),
  remove_metrics: z.boolean().optional().describe('remove the metrics'),
  upgrade_strategy: z.enum(['rolling', 'recreate', 'ordered']).optional().describe('how instances are replaced'),
  graceful_shutdown_seconds: seconds.optional().describe('time that an instance gets to finish'),
};

export const properties = z
  .array(
    z.strictObject({
      name,
      type: z
        .enum(['string', 'integer', 'number', 'boolean', 'array', 'object'])
        .optional()
        .describe('default: that of its default value, else string'),
      description: text.optional(),
      default: anyJson.optional(),
      enum: z.array(anyJson).min(1).max(1000).optional(),
      required: z.boolean().optional(),
    }),
  )
  .max(500);

export const workload = z
  .enum(['service', 'job', 'scheduled'])
  .describe('service: runs all the time, workers too; job: runs once; scheduled: runs again and again');

// A record of zod leaves `__proto__` out without a word.
const jsonObject: z.ZodType<JsonObject> = z
  .any()
  .superRefine((value, context) => {
    if (!isObject(value)) context.addIssue({ code: 'invalid_type', expected: 'object', input: value, continue: false });
  })
  .refine(isShallow, tooDeep)
  .refine(
    (value) => isObject(value) && Object.keys(value).length <= maxMembers,
    `it has more than ${maxMembers} members`,
  )
  .meta({ type: 'object' });

export const places = jsonObject.describe(
  'any other value, by its path as findings and changes name it, such as {"service.image.ref": "ghcr.io/acme/shop:1.2.0", "configurations[name=app].values.LOG_LEVEL": "debug"}; null removes it',
);

export const metadata = jsonObject.describe('free-form facts: tier, domain, cost centre');

export const scaling = {
  replicas: z.int().min(0).max(100_000).optional().describe('a fixed number of instances'),
  min_replicas: z.int().min(0).max(100_000).optional().describe('the least number of instances'),
  max_replicas: z.int().min(0).max(100_000).optional().describe('the largest number of instances'),
};

export const data = {
  stores_data: z
    .boolean()
    .optional()
    .describe('whether instances keep data of their own (a database elsewhere does not count)'),
  data_survives_restart: z.boolean().optional().describe('whether the data is still there after a restart'),
  data_shared_across_instances: z.boolean().optional().describe('whether all instances work on the same data'),
  data_loss_impact: z.enum(['low', 'medium', 'high']).optional().describe('how bad it is to lose the data'),
};

export const dryRun = z.boolean().optional().describe('show what would be written, and write nothing');

interface DataArguments {
  readonly stores_data?: boolean | undefined;
  readonly data_survives_restart?: boolean | undefined;
  readonly data_shared_across_instances?: boolean | undefined;
  readonly data_loss_impact?: 'low' | 'medium' | 'high' | undefined;
}

export function dataOf(given: DataArguments): DataIntent {
  return {
    stored: given.stores_data,
    survivesRestart: given.data_survives_restart,
    shared: given.data_shared_across_instances,
    lossImpact: given.data_loss_impact,
  };
}

interface ScalingArguments {
  readonly replicas?: number | undefined;
  readonly min_replicas?: number | undefined;
  readonly max_replicas?: number | undefined;
}

export function scalingOf({ replicas, min_replicas: min, max_replicas: max }: ScalingArguments): ScalingIntent {
  return { replicas, min, max };
}
