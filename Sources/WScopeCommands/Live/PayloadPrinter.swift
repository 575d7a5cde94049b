import WebSocketInspect
import WebSocketWire

/// Writes received messages to standard output as they come, however long they are.
final class PayloadPrinter {
  private let output: any ByteOutput
  private let framing: OutputFraming
  private let escapes: Bool
  private var escaper = StreamEscaper()

  /// `escapes`: the output is a terminal, which no byte of a peer may command.
  init(output: any ByteOutput, framing: OutputFraming, escapes: Bool) {
    self.output = output
    self.framing = framing
    self.escapes = escapes
  }

  func print(_ event: Event, _ bytes: RawSpan) {
    switch event {
    case .messageBytes:
      if escapes { output.append(escaper.escape(bytes)) } else { output.append(bytes) }
    case .messageEnd(let kind, _):
      if escapes { output.append(escaper.finish()) }
      if framing == .line, kind == .text || escapes { output.append([0x0A]) }
    default: break
    }
  }
}
