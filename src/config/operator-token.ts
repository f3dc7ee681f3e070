import { findSecret, type HiddenSetting, invalidSetting, type Layer } from './settings.ts'

const FEWEST_CHARACTERS = 16

/** The operator's bearer token. @throws WX-CONFIG-INVALID when it is short or could not be sent in a header. */
export function findOperatorToken(layers: readonly Layer[], cwd: string): HiddenSetting | undefined {
  const token = findSecret(layers, 'GRANTKEEPER_OPERATOR_TOKEN', cwd)
  if (token && !/^[\x21-\x7e]+$/.test(token.reveal()))
    throw invalidSetting(token, 'holds spaces or letters that no header can carry')
  if (token && token.reveal().length < FEWEST_CHARACTERS)
    throw invalidSetting(token, `is shorter than ${FEWEST_CHARACTERS} characters`)
  return token
}
