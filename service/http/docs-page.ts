import type { OpenApiDocument } from './openapi-document.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (value: unknown) => String(value).replaceAll(/[&<>"']/g, (character) => escapes[character] as string);

type Operation = {
  operationId: string;
  summary: string;
  description: string;
  parameters?: { name: string; in: string; required: boolean; description?: string }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>;
};

function schemaText(schema: unknown): string {
  const json = JSON.stringify(schema, null, 2);
  const linked = text(json).replaceAll(
    /#\/components\/schemas\/(\w+)/g,
    (whole, name: string) => `<a href="#schema-${name}">${whole}</a>`,
  );
  return `<pre tabindex="0">${linked}</pre>`;
}

function operationHtml(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? [])
    .map(
      (one) =>
        `<li><code>${text(one.name)}</code> (${text(one.in)}${one.required ? ', required' : ''}) ${text(one.description ?? '')}</li>`,
    )
    .join('');
  const body = operation.requestBody?.content['application/json'];
  const answers = Object.entries(operation.responses)
    .map(([status, answer]) => {
      const schema = answer.content?.['application/json']?.schema;
      const shape = schema === undefined ? '' : `<details><summary>JSON</summary>${schemaText(schema)}</details>`;
      return `<tr><th scope="row">${text(status)}</th><td>${text(answer.description)}${shape}</td></tr>`;
    })
    .join('');
  return `<section id="${text(operation.operationId)}">
<h3><code>${text(method.toUpperCase())} ${text(path)}</code></h3>
<p>${text(operation.summary)}</p><p>${text(operation.description)}</p>
${parameters === '' ? '' : `<ul>${parameters}</ul>`}
${body === undefined ? '' : `<details><summary>请求体 Request body</summary>${schemaText(body.schema)}</details>`}
<table><thead><tr><th scope="col">状态 Status</th><th scope="col">含义 Meaning</th></tr></thead><tbody>${answers}</tbody></table>
</section>`;
}

const style = `body{font:16px/1.6 system-ui,"Noto Sans SC",sans-serif;margin:0 auto;max-width:60rem;padding:1rem;color:#1a1a1a;background:#fff}
code,pre{font:14px/1.5 ui-monospace,monospace}pre{background:#f5f5f5;padding:.75rem;overflow:auto}
section{border-top:1px solid #d0d0d0;padding:.5rem 0}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;border-top:1px solid #e4e4e4;padding:.25rem .5rem;overflow-wrap:anywhere}a{color:#0b4f9e}`;

/** The API for people: one page without scripts, made from the OpenAPI document. */
export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method,
      path,
      operation: operation as unknown as Operation,
    })),
  );
  const contents = operations
    .map(
      ({ method, path, operation }) =>
        `<li><a href="#${text(operation.operationId)}"><code>${text(method.toUpperCase())} ${text(path)}</code></a> ${text(operation.summary)}</li>`,
    )
    .join('');
  const schemas = Object.entries(document.components.schemas)
    .map(
      ([name, schema]) =>
        `<section id="schema-${text(name)}"><h3><code>${text(name)}</code></h3>${schemaText(schema)}</section>`,
    )
    .join('');
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>证链 Zhenglian API ${text(document.info.version)}</title><style>${style}</style></head><body>
<main><h1>证链接口 Zhenglian API <small>${text(document.info.version)}</small></h1>
<p lang="en">${text(document.info.description)} <a href="/openapi.json">openapi.json</a></p>
<nav aria-label="接口 Endpoints"><ul>${contents}</ul></nav>
<h2>接口 Endpoints</h2>${operations.map(({ method, path, operation }) => operationHtml(method, path, operation)).join('\n')}
<h2>数据结构 Schemas</h2>${schemas}</main></body></html>`;
}
