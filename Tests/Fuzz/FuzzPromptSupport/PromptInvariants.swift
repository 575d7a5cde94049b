import WScopeCommands
import WebSocketWire
import WireTestSupport

/// What holds for any bytes that are entered at a prompt.
public enum PromptInvariants {
  /// Reading never traps; a line that is not a command is the message as it is; what the history keeps is one line, and reads and
  /// keeps as itself.
  public static func line(_ input: [UInt8]) throws {
    for role in [WebSocketRole.client, .server] {
      guard let (message, kept) = try? Program.promptLine(input, of: role) else {
        try InvariantBroken.unless(input.first == 0x2F, "a message is refused")
        continue
      }
      if input.first != 0x2F { try InvariantBroken.unless(message == input, "a message is altered") }
      guard let kept else { continue }
      try InvariantBroken.unless(
        kept.utf8.count { $0 == 0x0A } <= input.count { $0 == 0x0A }, "the history splits a line")
      let again = try? Program.promptLine(Array(kept.utf8), of: role)
      if let again {
        try InvariantBroken.unless(again.kept == kept, "\(kept) is kept as \(again.kept ?? "")")
      }
    }
  }
}
