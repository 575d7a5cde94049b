import WebSocketCapture
import WebSocketWire
import WireTestSupport

/// What holds for any bytes that are read as a recording.
public enum RecordingInvariants {
  /// Reading JSON Lines never traps, however the bytes are cut it gives the same, and what is recorded of it is recorded of that too.
  public static func lines(_ input: [UInt8]) throws {
    let whole = Story(piece: .max, of: input, by: LineReader.init)
    for piece in [1, 7, 100] where piece < input.count {
      try Story(piece: piece, of: input, by: LineReader.init).expectSame(
        as: whole, "in pieces of \(piece) bytes")
    }
    guard whole.fault == nil else { return }
    let copy = try RecordingCopy().copy(input)
    let again = try RecordingCopy().copy(copy)
    try InvariantBroken.unless(
      copy == again,
      "\(String(decoding: copy, as: UTF8.self))is recorded as\n\(String(decoding: again, as: UTF8.self))")
  }

  /// Reading HAR never traps, however the bytes are cut it gives the same, and what is written of it has the same messages.
  public static func har(_ input: [UInt8]) throws {
    let whole = Story(piece: .max, of: input, by: HARReader.init)
    for piece in [1, 100] where piece < input.count {
      try Story(piece: piece, of: input, by: HARReader.init).expectSame(
        as: whole, "in pieces of \(piece) bytes")
    }
    guard whole.fault == nil, !whole.entries.isEmpty else { return }
    let copy = try RecordingCopy { HARRecorder(start: $1, showsSecrets: true, to: $2) }.copy(har: input)
    let again = Story(piece: .max, of: copy, by: HARReader.init)
    try InvariantBroken.unless(
      again.fault == nil && again.messages == whole.messages,
      "\(again.fault?.sentence ?? "\(again.messages)") in place of \(whole.messages)")
  }

  /// All that is told of a recording.
  private final class Story: RecordingSink {
    private(set) var entries: [String] = []
    /// The messages of sources without frames.
    private(set) var messages: [String] = []
    private(set) var fault: CaptureFault?

    init<Reader: RecordingReading>(
      piece: Int, of input: [UInt8], by make: (any RecordingSink) -> Reader
    ) {
      var reader = make(self)
      do throws(CaptureFault) {
        try input.forEachPiece(of: piece) { piece throws(CaptureFault) in try reader.receive(piece) }
        try reader.end()
      } catch {
        fault = error
      }
    }

    func begin(role: WebSocketRole?, start: Duration) {
      entries.append("\(String(describing: role)) \(start)")
    }

    func handle(_ event: RecordedEvent, connection: Int, at time: Duration, bytes: RawSpan) {
      let content = Hex.packed(bytes.withUnsafeBytes { Array($0) })
      entries.append("\(connection) \(time) \(event) \(content)")
      if case .message(let kind, let sender) = event { messages.append("\(sender) \(kind) \(content)") }
    }

    func expectSame(as other: Story, _ how: String) throws {
      try InvariantBroken.unless(entries == other.entries, "\(how) there is another story")
      try InvariantBroken.unless(
        fault == other.fault,
        "\(fault?.sentence ?? "no fault") \(how), \(other.fault?.sentence ?? "no fault") whole")
    }
  }
}
