/** Any JSON object of the document. */
export type Json = Record<string, unknown>;

/** An OpenAPI 3.1 document, as far as this service fills it in. */
export type OpenApiDocument = {
  openapi: string;
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  servers: { url: string }[];
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json };
};
