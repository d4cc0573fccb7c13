/** The parts of JSON Schema that the language's schema uses. @see https://json-schema.org/draft/2020-12 */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** The schemas inside a schema, each with what it is there: a property's key, `each`, `name`, `item`, `same` or a number from 1. */
export function children(schema: JsonSchema): { readonly part: string; readonly child: JsonSchema }[] {
  const { $ref, properties = {}, additionalProperties, propertyNames, items, anyOf = [] } = schema;
  return [
    ...($ref === undefined ? [] : [{ part: "same", child: { $ref } }]),
    ...Object.entries(properties).map(([part, child]) => ({ part, child })),
    ...(typeof additionalProperties === "object" ? [{ part: "each", child: additionalProperties }] : []),
    ...(propertyNames ? [{ part: "name", child: propertyNames }] : []),
    ...(items ? [{ part: "item", child: items }] : []),
    ...anyOf.map((child, index) => ({ part: String(index + 1), child })),
  ];
}
