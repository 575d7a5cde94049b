import WebSocketInspect
import WebSocketWire

/// Writes received messages to standard output as they come, however long they are.
final class PayloadPrinter: MessagePrinter {
  private let output: any ByteOutput
  private let framing: OutputFraming
  private let escapes: Bool
  private let indents: Bool
  private let columns: () -> Int?
  private let part: Part?
  private var meter: PayloadMeter?
  /// How many bytes of the message were not shown.
  private var hidden: UInt64 = 0
  private var breaker = LineBreaker()
  private var escaper = StreamEscaper(escapesLayout: false, isReversible: true)
  /// The message of which some bytes are written, and more may come.
  private var open: MessageKind?
  /// Its line was ended before it was, and nothing of it has followed.
  private var hasEndedLine = false
  private var lines: LineCheck
  var onDoubt: ((LineCheck.Doubt) -> Void)?

  /// How much of a message is shown, and what shows the rest.
  struct Part {
    let extent: PayloadExtent
    let hint: String
  }

  /// `escapes`: the output is a terminal, which no byte of a peer may command.
  ///
  /// `indents`: the output is a screen that our own lines are on as well, which no later line of a message may look like.
  ///
  /// `columns`: the width at which a long line of a message is broken by us, because the terminal goes on in the first column.
  ///
  /// `part`: how much of a message is printed; nil for all of it.
  init(
    output: any ByteOutput, framing: OutputFraming, escapes: Bool, indents: Bool,
    columns: @escaping () -> Int? = { nil }, part: Part? = nil
  ) {
    self.output = output
    self.framing = framing
    lines = LineCheck(framing)
    self.escapes = escapes
    self.indents = indents
    self.columns = columns
    self.part = part
  }

  /// Writes ASCII words of ours in front of a message, on its first line.
  func print(label: String) {
    output.append(Array(label.utf8))
    breaker = LineBreaker(column: label.utf8.count)
  }

  func print(_ event: WebSocketEvent, _ bytes: RawSpan) {
    switch event {
    case .messageBytes(let kind):
      open = kind
      hasEndedLine = false
      let bytes = bytes.extracting(first: shown(of: bytes))
      if escapes {
        write(escaper.escape(bytes))
      } else if indents {
        write(bytes.withUnsafeBytes { [UInt8]($0) })
      } else {
        output.append(bytes)
      }
      if onDoubt != nil { lines.take(bytes, of: kind) }
    case .messageEnd(let kind, let length):
      if escapes { write(escaper.finish()) }
      breaker = LineBreaker()
      if !hasEndedLine, let end = end(of: kind) { output.append([end]) }
      tellHidden(of: length, endsLine: end(of: kind) == nil && !hasEndedLine)
      open = nil
      hasEndedLine = false
      if onDoubt != nil {
        lines.end(kind)
        tellDoubt()
      }
    default: break
    }
  }

  /// How many bytes of the next piece of a message are shown.
  private func shown(of bytes: RawSpan) -> Int {
    guard let part else { return bytes.byteCount }
    var meter = meter ?? PayloadMeter(part.extent, width: columns())
    let count = bytes.withUnsafeBytes { meter.take($0) }
    self.meter = meter
    hidden += UInt64(bytes.byteCount - count)
    return count
  }

  /// The message is over, and a part of it was not shown.
  private func tellHidden(of length: UInt64, endsLine: Bool) {
    meter = nil
    guard hidden > 0, let part else { return }
    let words = FrameRenderer.words(hidden: hidden, of: length, hint: part.hint)
    output.append(Array(((endsLine ? "\n" : "") + words + "\n").utf8))
    hidden = 0
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
    if escapes || indents {
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
    guard let open, !hasEndedLine, end(of: open) == 0x0A else { return }
    hasEndedLine = true
    breaker.endLine()
    output.append([0x0A])
  }

  /// Ends the line of the message on a terminal, where words are to follow.
  func breakOff() {
    if open != nil, escapes {
      write(escaper.finish())
      if !hasEndedLine { output.append([0x0A]) }
    }
    breaker = LineBreaker()
    (meter, hidden) = (nil, 0)
    open = nil
    hasEndedLine = false
  }

  /// Writes text of a message, each line but its first indented. What controls the terminal is not measured.
  private func write(_ text: [UInt8]) {
    guard indents else { return output.append(text) }
    var shown: [UInt8] = []
    shown.reserveCapacity(text.count + 64)
    breaker.write(text, width: escapes ? columns() : nil, into: &shown)
    output.append(shown)
  }

  /// On a terminal a binary message is text too, for it is escaped.
  private func end(of kind: MessageKind) -> UInt8? {
    framing != .raw && framing.end(of: .text) == 0x0A && escapes ? 0x0A : framing.end(of: kind)
  }
}
