import WebSocketInspect
import WebSocketWire

/// Makes of a message's bytes what may be written where a person reads it.
struct ScreenText {
  /// The output is a terminal, which no byte of a peer may command.
  let escapes: Bool
  /// The output is a screen that our own lines are on as well, which no later line of a message may look like.
  let indents: Bool
  private let columns: () -> Int?
  private var breaker = LineBreaker()
  private var escaper = StreamEscaper(escapesLayout: false, isReversible: true)

  /// `columns`: the width at which a long line of a message is broken by us, because the terminal goes on in the first column.
  init(escapes: Bool, indents: Bool, columns: @escaping () -> Int?) {
    (self.escapes, self.indents, self.columns) = (escapes, indents, columns)
  }

  /// Whether bytes are written as they are.
  var isPlain: Bool { !escapes && !indents }

  var width: Int? { columns() }

  /// Begins a message in this column.
  mutating func begin(column: Int = 0) { breaker = LineBreaker(column: column) }

  /// The text of the next bytes of a message.
  mutating func text(of bytes: RawSpan) -> [UInt8] {
    indented(escapes ? escaper.escape(bytes) : bytes.withUnsafeBytes { [UInt8]($0) })
  }

  /// What is left of the message's text when no bytes follow.
  mutating func finish() -> [UInt8] { escapes ? indented(escaper.finish()) : [] }

  /// The line was ended, and more of the message may follow.
  mutating func endLine() { breaker.endLine() }

  /// Each line but the first is indented. What controls the terminal is not measured.
  private mutating func indented(_ text: [UInt8]) -> [UInt8] {
    guard indents else { return text }
    var shown: [UInt8] = []
    shown.reserveCapacity(text.count + 64)
    breaker.write(text, width: escapes ? columns() : nil, into: &shown)
    return shown
  }
}
