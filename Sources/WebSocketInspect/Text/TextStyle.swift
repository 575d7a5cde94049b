/// How meanings look on a terminal: coloured with ANSI SGR sequences, or plain.
public struct TextStyle: Sendable {
  /// What a piece of text is.
  package enum Meaning: Sendable, CaseIterable {
    /// From the client to the server.
    case outgoing
    /// From the server to the client.
    case incoming
    /// The name of a frame, a rule or a field.
    case name
    /// A frame that is not data: Close, Ping, Pong.
    case control
    case maskKey
    case payload
    case violation
    case warning
    case ok
    /// What one may skip.
    case dim
    /// The name of a member of a JSON object, and the values that are not containers.
    case jsonKey, jsonString, jsonNumber, jsonWord
  }

  /// Whether there are ANSI SGR sequences around what has a meaning.
  public let isColored: Bool

  /// Coloured, or plain.
  public init(isColored: Bool) { self.isColored = isColored }

  /// No colours at all.
  public static let plain = TextStyle(isColored: false)

  /// The text in the colours of its meaning; unchanged when the style is plain or the text is empty.
  package func paint(_ text: String, _ meaning: Meaning) -> String {
    guard !text.isEmpty, let code = code(of: meaning) else { return text }
    return "\(code)\(text)\(Self.reset)"
  }

  /// What ends a colour.
  static let reset: StaticString = "\u{1B}[0m"

  /// What begins the colour of a meaning; nil for one that has none, and in a plain style.
  func code(of meaning: Meaning) -> StaticString? {
    guard isColored else { return nil }
    return switch meaning {
    case .outgoing, .jsonNumber: "\u{1B}[36m"
    case .incoming, .ok, .jsonString: "\u{1B}[32m"
    case .name: "\u{1B}[1m"
    case .control, .dim: "\u{1B}[2m"
    case .maskKey, .jsonWord: "\u{1B}[35m"
    case .jsonKey: "\u{1B}[34m"
    case .payload: nil
    case .violation: "\u{1B}[31m"
    case .warning: "\u{1B}[33m"
    }
  }
}
