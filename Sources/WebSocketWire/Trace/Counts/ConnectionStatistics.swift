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

    /// Counts a frame of which this much payload came, and which inflates to this many bytes, if it is of a compressed message. Without
    /// `hasHeader` it is a message whose frames are not known.
    fileprivate mutating func add(
      _ header: FrameHeader, size: UInt64, isWhole: Bool, inflated: UInt64?, violations: Int,
      hasHeader: Bool = true
    ) {
      if framesByOpcode.isEmpty { framesByOpcode = Array(repeating: 0, count: 16) }
      if hasHeader {
        framesByOpcode[Int(header.opcode.rawValue & 0x0F)] += 1
        frames += 1
        wire &+= UInt64(header.count) &+ size
      }
      if header.isFinal, !header.opcode.isControl, isWhole { messages += 1 }
      payload &+= size
      if let inflated {
        compressed &+= size
        self.inflated &+= inflated
      }
      self.violations += violations
    }

    fileprivate mutating func add(_ frame: CountedFrame) {
      add(
        frame.header, size: frame.size, isWhole: frame.size == frame.header.payloadLength,
        inflated: frame.inflated, violations: frame.violations)
    }

    fileprivate mutating func add(_ other: Direction) {
      if framesByOpcode.isEmpty { framesByOpcode = Array(repeating: 0, count: 16) }
      for (opcode, count) in other.frameCounts { framesByOpcode[Int(opcode.rawValue & 0x0F)] += count }
      messages += other.messages
      frames += other.frames
      payload &+= other.payload
      wire &+= other.wire
      violations += other.violations
      compressed &+= other.compressed
      inflated &+= other.inflated
    }

    fileprivate mutating func add(_ batch: MessageBatch) {
      if framesByOpcode.isEmpty { framesByOpcode = Array(repeating: 0, count: 16) }
      framesByOpcode[Int(batch.kind.opcode.rawValue & 0x0F)] += batch.pieces.count
      frames += batch.pieces.count
      messages += batch.completed
      for piece in batch.pieces {
        let length = UInt64(piece.bytes.count)
        payload &+= length
        wire &+= 2 &+ UInt64(LengthForm(minimalFor: length).extraBytes) &+ length
      }
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

  /// Counts the frames of a batch, if frames are wanted of it.
  package mutating func add(_ batch: MessageBatch, from sender: WebSocketRole) {
    guard batch.hasFrames else { return }
    if sender == .client { client.add(batch) } else { server.add(batch) }
  }

  private static func add(
    _ frame: inout FrameRecord, at time: Duration, to direction: inout Direction, peer: inout Direction
  ) {
    direction.add(
      frame.header, size: UInt64(frame.payload.count) &+ frame.omitted, isWhole: frame.missing == 0,
      inflated: frame.inflated?.count, violations: frame.violations.count,
      hasHeader: frame.hasHeader)
    frame.roundTrip = roundTrip(frame.header.opcode, frame.payload, at: time, of: &direction, peer: &peer)
  }

  private static func roundTrip(
    _ opcode: Opcode, _ payload: [UInt8], at time: Duration, of direction: inout Direction,
    peer: inout Direction
  ) -> Duration? {
    switch opcode {
    case .ping: direction.roundTrips.sent(payload, at: time)
    case .pong: return peer.roundTrips.answered(payload, at: time)
    default: break
    }
    return nil
  }

  /// Counts a frame of which no record was made; gives how long a Pong took.
  mutating func add(_ frame: CountedFrame, from sender: WebSocketRole, at time: Duration) -> Duration? {
    if sender == .client {
      client.add(frame)
      return Self.roundTrip(frame.header.opcode, frame.control, at: time, of: &client, peer: &server)
    } else {
      server.add(frame)
      return Self.roundTrip(frame.header.opcode, frame.control, at: time, of: &server, peer: &client)
    }
  }

  /// Adds what another connection has, but for the times of its Pongs.
  package mutating func add(_ other: ConnectionStatistics) {
    client.add(other.client)
    server.add(other.server)
  }
}
