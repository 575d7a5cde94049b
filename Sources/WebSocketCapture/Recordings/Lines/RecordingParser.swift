import WebSocketWire

/// Makes of the lines of a recording what happened.
struct RecordingParser {
  private let sink: any RecordingSink
  private var connections: [Int: ParsedConnection] = [:]
  private var hasBegun = false
  private var isRecording = false

  /// How many connections can be open at a time.
  private static let limit = 1 << 20

  init(_ sink: any RecordingSink) { self.sink = sink }

  mutating func read(_ bytes: [UInt8]) throws(RecordingFault) {
    let line = try RecordedLine(bytes)
    if !hasBegun { try begin(line) }
    switch line.type {
    case "recording": break
    case "listening":
      handle(.listening(url: line.others["url"]?.text ?? ""), line)
    case "error": handle(try line.failure(), line)
    // What frames say already.
    case "ping", "pong", "close": break
    case "connected", "tls", "handshake", "message", "frame", "frameStart", "frameData", "frameEnd",
      "violation", "gap",
      "summary":
      try readEvent(line)
    case "": throw RecordingFault("an object without a type", expected: "an event of wscope-events(5)")
    default:
      throw RecordingFault("the type \(line.type.quoted)", expected: "an event of wscope-events(5)")
    }
  }

  /// The end of the recording: of each connection that has not ended, what is open is over.
  mutating func end() {
    for (number, var connection) in connections.sorted(by: { $0.key < $1.key }) {
      connection.settle(into: sink)
      sink.handle(.openAtEnd, connection: number, at: connection.last, bytes: RawSpan())
    }
    connections = [:]
  }

  private mutating func readEvent(_ line: RecordedLine) throws(RecordingFault) {
    let number = line.connection
    guard connections[number] != nil || connections.count < Self.limit else {
      throw RecordingFault("more than \(Self.limit) open connections", expected: "the ends of some")
    }
    var connection = connections[number] ?? ParsedConnection(number, countsViolations: isRecording)
    defer { connections[number] = connection.isOver ? nil : connection }
    try connection.read(line, into: sink)
  }

  private func handle(_ event: RecordedEvent, _ line: RecordedLine) {
    sink.handle(event, connection: line.connection, at: line.offset ?? .zero, bytes: RawSpan())
  }

  /// The first line says when the run began, and a recording's which end recorded it.
  private mutating func begin(_ line: RecordedLine) throws(RecordingFault) {
    guard
      [
        "recording", "listening", "connected", "tls", "handshake", "frame", "violation", "error", "gap",
        "message", "ping", "pong", "close", "summary",
      ].contains(line.type)
    else {
      throw RecordingFault(
        line.type.isEmpty ? "an object without a type" : "the type \(line.type.quoted)",
        expected: "a recording, or the events of wscope-events(5)")
    }
    hasBegun = true
    isRecording = line.type == "recording"
    var start = Duration.zero
    if let time = line.time {
      guard let epoch = RecordedTime.sinceEpoch(time) else {
        throw RecordingFault(
          "the time \(String(decoding: time, as: UTF8.self).quoted)", expected: "one of RFC 3339")
      }
      start = epoch - (line.offset ?? .zero)
    }
    let role = line.others["role"]?.text.flatMap { WebSocketRole(rawValue: $0) }
    sink.begin(role: role, start: start)
  }
}
