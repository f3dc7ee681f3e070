export { type Action, type CatalogueEntry, catalogue, type ErrorCode, errorCodes, isErrorCode } from './catalogue.ts'
export { GrantkeeperError, type GrantkeeperErrorOptions, isGrantkeeperError } from './grantkeeper-error.ts'
