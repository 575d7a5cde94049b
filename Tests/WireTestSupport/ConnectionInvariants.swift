import WebSocketWire

extension WireInvariants {
  /// An open connection of either role that reads anything ends with one true reason, says nothing after it, puts out no more
  /// than its peer made it answer, and does the same however the bytes are cut.
  public static func connection(_ input: [UInt8]) throws {
    let (choice, bytes) = choice(input)
    for role in WebSocketRole.allCases {
      func fresh() throws -> Connection {
        let connection = try Openings.open(role, limits: limits(choice), deflate: terms(choice))
        if choice & 0x20 != 0 { try connection.close(.normalClosure, reason: "bye", into: Recorder()) }
        if choice & 0x40 != 0 { connection.setCongested(true, into: Recorder(of: role)) }
        return connection
      }
      let (whole, out) = try run([bytes], fresh())
      let (cut, cutOut) = try run(pieces(of: bytes), fresh())
      try InvariantBroken.unlessEqual(story(whole), story(cut), "the \(role)'s events")
      try InvariantBroken.unlessEqual(out, cutOut, "the \(role)'s output")
      _ = try run([Array(bytes.prefix(Int(choice)))], fresh())
      try passDeadlines(bytes, fresh())
    }
  }

  /// Where an inflated byte is at fault, how much of the frame had come is a matter of the cut; all else is not.
  private static func story(_ events: [Recorded]) -> [Recorded] {
    let broken = events.contains {
      if case .violation(let violation) = $0 { violation.evidence.isEmpty } else { false }
    }
    guard broken else { return events }
    return events.filter {
      switch $0 {
      case .payload, .inflated: false
      default: true
      }
    }
  }

  /// Feeds pieces and then the stream's end; returns the events and the output, which are in order.
  static func run(_ pieces: [[UInt8]], _ connection: Connection) throws -> (
    events: [Recorded], output: [UInt8]
  ) {
    let recorder = Recorder(of: connection.role)
    let before = connection.output.count
    for piece in pieces { connection.receive(piece.span.bytes, into: recorder) }
    connection.receiveEOF(into: recorder)
    try isOver(connection, recorder)
    let received = pieces.reduce(0) { $0 + $1.count }
    try InvariantBroken.unless(
      connection.output.count <= before + 4096 + 4 * received,
      "\(received) bytes made \(connection.output.count)")
    return (recorder.events, connection.output)
  }

  /// Lets every wait run out instead of ending the stream.
  private static func passDeadlines(_ bytes: [UInt8], _ connection: Connection) throws {
    let recorder = Recorder(of: connection.role)
    connection.receive(bytes.span.bytes, into: recorder)
    if connection.state.deadline != nil {
      connection.deadlinePassed(into: recorder)
      try isOver(connection, recorder)
    } else {
      try InvariantBroken.unless(
        connection.state == .ended || connection.state == .open, "\(connection.state) may last forever")
    }
  }

  private static func isOver(_ connection: Connection, _ recorder: Recorder) throws {
    try InvariantBroken.unless(
      connection.state == .ended, "the stream is over and the state is \(connection.state)")
    let endings = recorder.events.filter { if case .ended = $0 { true } else { false } }
    try InvariantBroken.unless(endings.count == 1, "\(endings.count) endings")
    try InvariantBroken.unless(recorder.ending != nil, "an event after the ending")
  }
}
