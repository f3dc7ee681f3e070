import { readArguments, unknownWord } from '../arguments.ts'
import type { Command } from '../command.ts'
import { commandHelp, generalHelp, topicHelp } from '../help-texts/index.ts'

const topics: Readonly<Record<string, string>> = { ...commandHelp, ...topicHelp }

/** `grantkeeper help [command | exit-codes | json | code]` */
export const runHelp: Command = async (argv, output, input) => {
  const { words } = readArguments(argv, {}, 1)
  const [topic] = words
  if (topic !== undefined && /^wx-/i.test(topic))
    return (await import('./explain.ts')).runExplain([topic], output, input)
  if (topic !== undefined && !Object.hasOwn(topics, topic)) throw unknownWord('topic', topic, Object.keys(topics))
  output.print((topic !== undefined && topics[topic]) || generalHelp)
  return 0
}
