import WebSocketInspect
import WebSocketWire

/// Writes received messages to standard output as they come, however long they are.
final class PayloadPrinter {
  private let output: any ByteOutput
  private let framing: OutputFraming
  private let escapes: Bool
  private var escaper = StreamEscaper()
  /// The message of which some bytes are written, and more may come.
  private var open: MessageKind?
  /// Its line was ended before it was, and nothing of it has followed.
  private var hasEndedLine = false

  /// `escapes`: the output is a terminal, which no byte of a peer may command.
  init(output: any ByteOutput, framing: OutputFraming, escapes: Bool) {
    self.output = output
    self.framing = framing
    self.escapes = escapes
  }

  func print(_ event: Event, _ bytes: RawSpan) {
    switch event {
    case .messageBytes(let kind):
      open = kind
      hasEndedLine = false
      if escapes { output.append(escaper.escape(bytes)) } else { output.append(bytes) }
    case .messageEnd(let kind, _):
      if escapes { output.append(escaper.finish()) }
      if !hasEndedLine, hasLine(kind) { output.append([0x0A]) }
      open = nil
      hasEndedLine = false
    default: break
    }
  }

  func print(_ run: MessageRun, _ bytes: RawSpan) {
    if escapes {
      run.forEachEvent(in: bytes) { print($0, $1) }
    } else {
      output.append(run, of: bytes, end: framing == .line && run.kind == .text ? 0x0A : nil)
    }
  }

  /// Ends the line that a message stands on, where lines of another kind are to follow in the same output.
  func endLine() {
    guard let open, !hasEndedLine, hasLine(open) else { return }
    hasEndedLine = true
    output.append([0x0A])
  }

  /// Ends the line of a message that will not be completed, where words are to follow.
  func breakOff() {
    if open != nil, escapes { output.append(escaper.finish() + (hasEndedLine ? [] : [0x0A])) }
    open = nil
    hasEndedLine = false
  }

  private func hasLine(_ kind: MessageKind) -> Bool { framing == .line && (kind == .text || escapes) }
}
