import { isGrantkeeperError } from 'grantkeeper'

/** Connects somebody who reads the code here and enters it elsewhere. `show` tells them something, `signal` ends the wait. */
export async function connectHere(keeper, show, signal) {
  const signIn = await keeper.device.start()
  show(`Open ${signIn.verificationUri} and enter ${signIn.userCode}`)
  const onWait = ({ reason, ms }) => reason === 'unavailable' && show(`Webex is away; asking again in ${ms / 1000} s`)
  try {
    return await signIn.wait({ signal, onWait })
  } catch (error) {
    if (isGrantkeeperError(error)) show(`${error.title}. ${error.fix}`)
    throw error
  }
}
