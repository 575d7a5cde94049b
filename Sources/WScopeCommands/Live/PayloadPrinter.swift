import WebSocketInspect
import WebSocketWire

/// Writes received messages to standard output as they come, however long they are.
final class PayloadPrinter {
  private let output: any ByteOutput
  private let framing: OutputFraming
  private let escapes: Bool
  private var escaper = StreamEscaper()
  private var isInsideMessage = false

  /// `escapes`: the output is a terminal, which no byte of a peer may command.
  init(output: any ByteOutput, framing: OutputFraming, escapes: Bool) {
    self.output = output
    self.framing = framing
    self.escapes = escapes
  }

  func print(_ event: Event, _ bytes: RawSpan) {
    switch event {
    case .messageBytes:
      isInsideMessage = true
      if escapes { output.append(escaper.escape(bytes)) } else { output.append(bytes) }
    case .messageEnd(let kind, _):
      isInsideMessage = false
      if escapes { output.append(escaper.finish()) }
      if framing == .line, kind == .text || escapes { output.append([0x0A]) }
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

  /// Ends the line of a message that will not be completed, where words are to follow.
  func breakOff() {
    if isInsideMessage, escapes { output.append(escaper.finish() + [0x0A]) }
    isInsideMessage = false
  }
}
