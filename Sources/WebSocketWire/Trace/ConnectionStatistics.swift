/// What was counted on a connection, each direction by itself.
package struct ConnectionStatistics: Sendable {
  /// The counts of what one end sent.
  package struct Direction: Sendable {
    /// Complete messages.
    package private(set) var messages = 0
    package private(set) var frames = 0
    /// Payload bytes.
    package private(set) var payload: UInt64 = 0
    /// Bytes of frames on the wire, headers included.
    package private(set) var wire: UInt64 = 0
    package private(set) var violations = 0
    /// Payload bytes that were compressed.
    package private(set) var compressed: UInt64 = 0
    /// What those inflate to, in bytes.
    package private(set) var inflated: UInt64 = 0
    /// The Pings of this end and their Pongs.
    package fileprivate(set) var roundTrips = RoundTrips()
    private var framesByOpcode: [Int] = []

    /// How many frames had each opcode, in the order of the opcodes; those of which there were none are left out.
    package var frameCounts: [(opcode: Opcode, count: Int)] {
      framesByOpcode.enumerated().compactMap { $1 > 0 ? (Opcode(rawValue: UInt8($0)), $1) : nil }
    }

    fileprivate mutating func add(_ frame: FrameRecord) {
      if framesByOpcode.isEmpty { framesByOpcode = Array(repeating: 0, count: 16) }
      if frame.hasHeader {
        framesByOpcode[Int(frame.header.opcode.rawValue & 0x0F)] += 1
        frames += 1
      }
      if frame.header.isFinal, !frame.header.opcode.isControl, frame.missing == 0 { messages += 1 }
      let size = UInt64(frame.payload.count) &+ frame.omitted
      payload &+= size
      wire &+= frame.wireCount
      if let inflated = frame.inflated {
        compressed &+= size
        self.inflated &+= inflated.count
      }
      violations += frame.violations.count
    }
  }

  /// What the client sent.
  package private(set) var client = Direction()
  /// What the server sent.
  package private(set) var server = Direction()

  package init() {}

  /// What this end sent.
  package subscript(sender: WebSocketRole) -> Direction { sender == .client ? client : server }

  /// Counts a frame whose sender is known; a Pong learns how long it took.
  package mutating func add(_ frame: inout FrameRecord, at time: Duration) {
    switch frame.sender {
    case .client: Self.add(&frame, at: time, to: &client, peer: &server)
    case .server: Self.add(&frame, at: time, to: &server, peer: &client)
    case nil: break
    }
  }

  private static func add(
    _ frame: inout FrameRecord, at time: Duration, to direction: inout Direction, peer: inout Direction
  ) {
    direction.add(frame)
    if frame.header.opcode == .ping {
      direction.roundTrips.sent(frame.payload, at: time)
    } else if frame.header.opcode == .pong {
      frame.roundTrip = peer.roundTrips.answered(frame.payload, at: time)
    }
  }
}
