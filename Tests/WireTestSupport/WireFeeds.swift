public import WebSocketWire

/// The machines of the core, each fresh, fed with pieces.
public enum WireFeeds {
  /// One direction.
  public static func receiver(
    _ pieces: [[UInt8]], from sender: WebSocketRole, limits: Limits = Limits(),
    policy: Receiver.Policy = .report,
    deflate: NegotiatedDeflate.Side? = nil
  ) -> [Recorded] {
    let recorder = Recorder(policy)
    var receiver = Receiver(from: sender, limits: limits, policy: policy, deflate: deflate)
    for piece in pieces { receiver.receive(piece.span.bytes, into: recorder) }
    return recorder.events
  }

  /// A connection; the end of the stream follows the pieces unless set otherwise.
  public static func connection(
    _ pieces: [[UInt8]], _ connection: Connection, end: Bool = true
  ) -> [Recorded] {
    let recorder = Recorder(of: connection.role)
    for piece in pieces { connection.receive(piece.span.bytes, into: recorder) }
    if end { connection.receiveEOF(into: recorder) }
    return recorder.events
  }

  /// Every byte of a run with the side that it is given to.
  public static func sides(_ pieces: [[UInt8]]) -> [SidedByte] {
    var splitter = DirectionSplitter()
    var found: [SidedByte] = []
    for piece in pieces {
      splitter.split(piece.span.bytes) { sender, bytes, offset in
        bytes.withUnsafeBytes { raw in
          found += raw.enumerated().map {
            SidedByte(sender: sender, offset: offset + UInt64($0.offset), value: $0.element)
          }
        }
      }
    }
    return found
  }

  /// The decoder alone: each header with its offset, payload bytes joined, each end.
  public static func decoder(_ pieces: [[UInt8]]) -> [Recorded] {
    var decoder = FrameDecoder()
    let recorder = Recorder(.report)
    for piece in pieces {
      let span = piece.span.bytes
      var index = 0
      while let step = decoder.next(in: span, at: &index) {
        switch step {
        case .header(let header, let offset):
          recorder.handle(.header(header, offset: offset), from: .server, at: .zero, bytes: RawSpan())
        case .payload(let range, _):
          recorder.handle(.payload, from: .server, at: .zero, bytes: span.extracting(range))
        case .end: recorder.handle(.frameEnd, from: .server, at: .zero, bytes: RawSpan())
        }
      }
    }
    return recorder.events
  }

  /// A drip feed of one direction.
  public static func drip(
    from sender: WebSocketRole, limits: Limits = Limits(), policy: Receiver.Policy = .report,
    deflate: NegotiatedDeflate.Side? = nil, behind: [UInt8]? = nil
  ) -> DripFeed<Recorded> {
    DripFeed(behind: behind) { receiver($0, from: sender, limits: limits, policy: policy, deflate: deflate) }
  }

  /// A drip feed of connections, each made afresh, the stream's end after it.
  public static func drip(
    _ fresh: @autoclosure @escaping () throws -> Connection, end: Bool = true
  ) -> DripFeed<Recorded> {
    DripFeed(behind: nil) { connection($0, try fresh(), end: end) }
  }
}
