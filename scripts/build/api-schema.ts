import openapiTS, { astToString } from 'openapi-typescript';
import packageData from '../../package.json' with { type: 'json' };
import { openApiDocument } from '../../service/http/openapi.ts';
import { routes } from '../../service/http/routes/table.ts';

/** The text of web/api/schema.d.ts: the API's types, made from the table of routes without a running service. */
export async function apiSchemaText(): Promise<string> {
  const document = openApiDocument(routes, { title: '证链 Zhenglian', version: packageData.version });
  const nodes = await openapiTS(document as never, { alphabetize: false, exportType: true });
  return `// Made by \`npm run build:api\` from the service's routes. Do not edit.\n${astToString(nodes)}`;
}
