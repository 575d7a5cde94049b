/// What a step of a script can be beside a message, by the name of its option or of its command.
enum ScriptVerb: String, CaseIterable {
  case pause, await, every, on
}
