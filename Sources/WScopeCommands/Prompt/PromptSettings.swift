import WebSocketInspect
import WebSocketWire

/// What a prompt needs to know from the arguments.
struct PromptSettings {
  let role: Role
  /// The kind of a message that is typed.
  let kind: MessageKind
  /// The most bytes of a message that is held.
  let limit: Int
  var views: ViewChoice
  /// That of the prompt itself.
  let style: Style
  /// The terminal to draw on, 1 or 2.
  let terminal: Int32
  /// Whether messages go to standard output, which is no terminal.
  let printsToOutput: Bool
  /// Where views go instead of to the terminal.
  let viewDescriptor: Int32?
  /// The name of the history's file.
  let historyName: String
}
