import WebSocketWire

/// The lines of views in an output that payload is written to as well: a message's line that is open is ended first.
final class InterleavedOutput: ByteOutput {
  private let base: any ByteOutput
  private let payload: PayloadPrinter

  init(_ base: any ByteOutput, _ payload: PayloadPrinter) {
    self.base = base
    self.payload = payload
  }

  var isFull: Bool { base.isFull }

  var onRoom: () -> Void {
    get { base.onRoom }
    set { base.onRoom = newValue }
  }

  func append(_ bytes: RawSpan) {
    payload.endLine()
    base.append(bytes)
  }

  func flush() { base.flush() }

  func notePause() { base.notePause() }
}
