export { executeTemplate } from './execute-template.ts'
export { parseTemplate } from './parse-template.ts'
export { isIdentifier } from './text/character-class.ts'
export type {
  Expansion,
  ParsedTemplate,
  Template,
  TemplateData,
  TemplateError,
  TemplateLimits,
} from './types.ts'
