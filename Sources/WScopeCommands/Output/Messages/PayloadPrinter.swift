import WebSocketInspect
import WebSocketWire

/// Writes received messages to standard output as they come, however long they are.
final class PayloadPrinter: MessagePrinter {
  /// How far the message that is printed has come.
  private enum Progress: Equatable {
    case between
    /// Some bytes are written, and more may come.
    case inside(MessageKind)
    /// Its line was ended before it was, and nothing of it has followed.
    case lineEnded
  }

  private let output: any ByteOutput
  private let framing: OutputFraming
  private var screen: ScreenText
  private var part: ShownPart?
  private var progress = Progress.between
  private var lines: LineCheck
  var onDoubt: ((LineCheck.Doubt) -> Void)?

  /// `escapes`: the output is a terminal, which no byte of a peer may command.
  ///
  /// `indents`: the output is a screen that our own lines are on as well, which no later line of a message may look like.
  ///
  /// `columns`: the width at which a long line of a message is broken by us, because the terminal goes on in the first column.
  ///
  /// `part`: how much of a message is printed; nil for all of it.
  init(
    output: any ByteOutput, framing: OutputFraming, escapes: Bool, indents: Bool,
    columns: @escaping () -> Int? = { nil }, part: ShownPart? = nil
  ) {
    self.output = output
    self.framing = framing
    lines = LineCheck(framing)
    screen = ScreenText(escapes: escapes, indents: indents, columns: columns)
    self.part = part
  }

  /// Writes ASCII words of ours in front of a message, on its first line.
  func print(label: String) {
    output.append(Array(label.utf8))
    screen.begin(column: label.utf8.count)
  }

  func print(_ event: WebSocketEvent, _ bytes: RawSpan) {
    switch event {
    case .messageBytes(let kind):
      progress = .inside(kind)
      let count = part?.take(bytes, width: screen.width) ?? bytes.byteCount
      let bytes = bytes.extracting(first: count)
      if screen.isPlain { output.append(bytes) } else { output.append(screen.text(of: bytes)) }
      if onDoubt != nil { lines.take(bytes, of: kind) }
    case .messageEnd(let kind, let length):
      if screen.escapes { output.append(screen.finish()) }
      screen.begin()
      let end = progress == .lineEnded ? nil : end(of: kind)
      if let end { output.append([end]) }
      if let words = part?.finish(length: length) {
        let isInLine = end == nil && progress != .lineEnded
        output.append(Array(((isInLine ? "\n" : "") + words + "\n").utf8))
      }
      progress = .between
      if onDoubt != nil {
        lines.end(kind)
        tellDoubt()
      }
    default: break
    }
  }

  var needsWhole: Bool { framing.needsWhole }

  func print(whole message: [UInt8], _ kind: MessageKind) {
    if framing.needsWhole {
      // None of these forms has a byte that a terminal obeys, but for lengths, which are for programs.
      output.append(framing.written(message) + (framing.end(of: kind).map { [$0] } ?? []))
    } else {
      print(.messageBytes(kind), message.span.bytes)
      print(.messageEnd(kind, length: UInt64(message.count)), RawSpan())
    }
  }

  func print(_ batch: MessageBatch, _ bytes: RawSpan) {
    if !screen.isPlain {
      batch.forEachEvent(in: bytes) { print($0, $1) }
    } else {
      output.append(batch, of: bytes, end: framing.end(of: batch.kind))
      guard onDoubt != nil else { return }
      lines.take(batch, of: bytes)
      if batch.pieces.last?.endsMessage == true { tellDoubt() }
    }
  }

  private func tellDoubt() {
    guard let doubt = lines.doubt, let tell = onDoubt else { return }
    onDoubt = nil
    tell(doubt)
  }

  /// Ends the line that a message is on, where lines of another kind are to follow in the same output.
  func endLine() {
    guard case .inside(let kind) = progress, end(of: kind) == 0x0A else { return }
    progress = .lineEnded
    screen.endLine()
    output.append([0x0A])
  }

  /// Ends the line of the message on a terminal, where words are to follow.
  func breakOff() {
    if progress != .between, screen.escapes {
      output.append(screen.finish())
      if progress != .lineEnded { output.append([0x0A]) }
    }
    screen.begin()
    part?.breakOff()
    progress = .between
  }

  /// On a terminal a binary message is text too, because it is escaped.
  private func end(of kind: MessageKind) -> UInt8? {
    framing != .raw && framing.end(of: .text) == 0x0A && screen.escapes ? 0x0A : framing.end(of: kind)
  }
}
