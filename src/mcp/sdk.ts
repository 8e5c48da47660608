/**
 * What assistants are served with and nothing else needs. The build leaves this module, and zod with it, in a file of its
 * own that only `pacto mcp` loads; no other module imports the SDK.
 */

export { localhostHostValidation, localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node';
export {
  CLIENT_CAPABILITIES_META_KEY,
  createMcpHandler,
  inputRequired,
  inputResponse,
  isLegacyRequest,
  type McpRequestContext,
  ProtocolError,
  ProtocolErrorCode,
  parseJSONRPCMessage,
  ResourceNotFoundError,
  Server,
  type ServerContext,
  type Transport,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
export { serveStdio } from '@modelcontextprotocol/server/stdio';
export { z } from 'zod';
export { referencePage } from './pages.ts';
