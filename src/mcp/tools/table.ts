import type { Tool } from '../tool.ts';
import { createTool, generateContractTool } from './authoring/create.ts';
import { editTool } from './authoring/edit.ts';
import { suggestTool } from './authoring/suggest.ts';
import { diffTool, impactTool } from './compare.ts';
import { docsTool } from './docs.ts';
import { dependenciesTool, graphTool } from './graph.ts';
import { explainTool, inspectTool, interfacesTool } from './read.ts';
import { schemaTool } from './schema.ts';
import { checkTool, validateTool } from './validate.ts';

/** Every tool, in the order of lists. A new one is a row here. */
export const tools: readonly Tool[] = [
  schemaTool,
  validateTool,
  checkTool,
  inspectTool,
  explainTool,
  interfacesTool,
  dependenciesTool,
  graphTool,
  diffTool,
  impactTool,
  docsTool,
  generateContractTool,
  createTool,
  editTool,
  suggestTool,
];
