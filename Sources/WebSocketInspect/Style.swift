/// How meanings look on a terminal: coloured with ANSI SGR sequences, or plain.
public struct Style: Sendable {
  /// What a piece of text stands for.
  public enum Meaning: Sendable, CaseIterable {
    /// From the client to the server.
    case outgoing
    /// From the server to the client.
    case incoming
    /// The name of a frame, a rule or a field.
    case name
    /// A frame that is no data: Close, Ping, Pong.
    case control
    case maskKey
    case payload
    case violation
    case warning
    case ok
    /// What one may skip.
    case dim
  }

  public let isColoured: Bool

  public init(isColoured: Bool) { self.isColoured = isColoured }

  /// No colours at all.
  public static let plain = Style(isColoured: false)

  /// The text in the colours of its meaning; unchanged when the style is plain or the text is empty.
  public func paint(_ text: String, _ meaning: Meaning) -> String {
    guard isColoured, !text.isEmpty, let code = Self.code(of: meaning) else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  private static func code(of meaning: Meaning) -> String? {
    switch meaning {
    case .outgoing: "36"
    case .incoming: "32"
    case .name: "1"
    case .control, .dim: "2"
    case .maskKey: "35"
    case .payload: nil
    case .violation: "31"
    case .warning: "33"
    case .ok: "32"
    }
  }
}
