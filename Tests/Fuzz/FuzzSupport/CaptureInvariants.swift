import WebSocketCapture
import WebSocketWire
import WireTestSupport

/// What holds for any bytes that are read as a capture.
public enum CaptureInvariants {
  /// Reading never traps, however the bytes are cut it gives the same, each connection has one end, and no byte of payload is made up.
  public static func capture(_ input: [UInt8]) throws {
    let whole = try Story(of: input, piece: max(1, input.count))
    for piece in [1, 7, 100] where piece < input.count {
      let cut = try Story(of: input, piece: piece)
      try InvariantBroken.unless(
        cut.entries == whole.entries, "in pieces of \(piece) bytes there is another story")
      try InvariantBroken.unless(
        cut.fault?.format == whole.fault?.format && cut.isSamePlace(as: whole),
        "\(cut.fault?.sentence ?? "no fault") in pieces of \(piece) bytes, \(whole.fault?.sentence ?? "no fault") whole"
      )
    }
    guard !input.starts(with: [0x1F, 0x8B]) else { return }
    try InvariantBroken.unless(
      whole.payload <= input.count, "\(whole.payload) bytes of payload in \(input.count)")
  }

  /// All that is told of a capture.
  private final class Story {
    enum Entry: Hashable {
      case frame(Int, FrameRecord)
      case violation(Int, Rule, UInt64)
      case note(Int, CaptureNote)
      case end(Int, ConversationEnding)
    }

    var entries: [Entry] = []
    private(set) var fault: CaptureFault?
    /// How many bytes the frames have.
    var payload = 0

    init(of input: [UInt8], piece: Int) throws {
      var ended = 0
      let reader = ConversationReader { [unowned self] conversation in
        Teller(self, conversation.number) { ended += 1 }
      }
      do throws(CaptureFault) {
        for start in stride(from: 0, to: input.count, by: piece) {
          try reader.receive(input.span.bytes.extracting(start..<min(input.count, start + piece)))
        }
        try reader.end()
      } catch {
        fault = error
        reader.finish()
      }
      try InvariantBroken.unless(ended == reader.conversations, "\(ended) ends of \(reader.conversations)")
    }

    /// How far zlib has read where it finds a fault depends on what it was given.
    func isSamePlace(as other: Story) -> Bool { fault?.format == .gzip || fault == other.fault }
  }

  private final class Teller: ConversationSink {
    private let story: Story
    private let number: Int
    private let ended: () -> Void
    private var recorders: [WebSocketRole: FrameRecorder] = [
      .client: FrameRecorder(from: .client, keep: .max), .server: FrameRecorder(from: .server, keep: .max),
    ]

    init(_ story: Story, _ number: Int, _ ended: @escaping () -> Void) {
      (self.story, self.number, self.ended) = (story, number, ended)
    }

    var interests: EventInterests { .frames }

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      if case .violation(let violation) = event {
        story.entries.append(.violation(number, violation.rule, violation.offset))
      }
      if let frame = recorders[sender]?.record(event, bytes: bytes) {
        story.payload += frame.payload.count
        story.entries.append(.frame(number, frame))
      }
    }

    func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration) {
      story.entries.append(.note(number, note))
    }

    func ended(_ end: ConversationEnding, at time: Duration) {
      story.entries.append(.end(number, end))
      ended()
    }
  }
}
