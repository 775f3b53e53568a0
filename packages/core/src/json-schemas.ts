/** JSON schemas for editors, derived from the same definitions as the validators and the types. Build time only. */
import { type ConversionConfig, toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from './config/schema.ts';
import { ruleFileSchema } from './rules/schema.ts';

// Checks that JSON schema cannot express (nearest names, dates) are left to the validator.
const options: ConversionConfig = { errorMode: 'ignore', typeMode: 'input' };

export function ruleFileJsonSchema(): object {
  return { title: 'gitmoat rule file', ...toJsonSchema(ruleFileSchema, options) };
}

export function configJsonSchema(): object {
  return { title: '.gitmoat.yaml', ...toJsonSchema(configSchema, options) };
}
