import WebSocketWire

/// Turns the records of a connection into lines, and holds the messages that are not complete.
struct EventEncoder {
  let configuration: EventConfiguration
  private var json: JSONWriter
  private var clock: EventClock?
  /// When the connection opened.
  var opened: Duration?
  var client: HeldMessage?
  var server: HeldMessage?

  /// The version of the objects; it changes when a program that reads them would have to.
  static let version = 1

  init(_ configuration: EventConfiguration) {
    self.configuration = configuration
    let digits = configuration.isRecording ? 9 : 6
    json = JSONWriter(secondDigits: digits)
    clock = configuration.start.map { EventClock(start: $0, digits: digits) }
  }

  // MARK: Lines

  var hasLines: Bool { !json.bytes.isEmpty }

  /// The lines that are written, for the caller to hand on and to give back.
  mutating func takeLines() -> JSONWriter {
    var lines = JSONWriter(secondDigits: configuration.isRecording ? 9 : 6)
    swap(&lines, &json)
    return lines
  }

  /// Takes the memory of lines for the next ones.
  mutating func giveBack(_ lines: JSONWriter) { if json.bytes.isEmpty { json = lines } }

  /// Writes a line: what all events have, and the members of this one.
  @inline(__always)
  mutating func line(
    _ type: StaticString, _ connection: Int, _ time: Duration, _ members: (inout JSONWriter) -> Void
  ) {
    json.beginLine()
    json.key("v")
    json.value(Self.version)
    json.key("type")
    json.value(type)
    if let time = clock?.members(at: time) { json.members(time) }
    json.key("connection")
    json.value(connection)
    members(&json)
    json.endLine()
  }

  // MARK: Events

  mutating func add(_ record: TraceRecord) {
    switch record.event {
    case .frame(let frame): add(frame, of: record)
    case .connected(let summary): add(summary, of: record)
    case .tls(let report): add(report, of: record)
    case .handshake(let report): add(report, of: record)
    case .violation(let violation):
      add(violation, from: configuration.role?.peer, of: record.connection, at: record.time)
    case .ended(let end):
      addUnfinished(record.connection, record.time)
      add(end, of: record)
    }
  }

  mutating func addListening(at url: String, time: Duration) {
    line("listening", 0, time) { json in
      json.key("url")
      json.value(url)
    }
  }

  mutating func add(_ failure: EventFailure, retry: Duration?, connection: Int, time: Duration) {
    line("error", connection, time) { json in
      json.key("status")
      json.value(failure.status)
      json.key("sentence")
      json.value(failure.sentence)
      if let hint = failure.hint {
        json.key("hint")
        json.value(hint)
      }
      if !failure.details.isEmpty {
        json.key("details")
        json.array { json in for detail in failure.details { json.value(detail) } }
      }
      if let retry {
        json.key("retryIn")
        json.value(seconds: retry)
      }
    }
  }

  mutating func add(_ note: CaptureNote, from sender: WebSocketRole, connection: Int, time: Duration) {
    line("gap", connection, time) { json in
      json.sender(sender)
      json.key("state")
      switch note {
      case .guessed: json.value("guessed")
      case .gap(let count, let offset):
        json.value("missing")
        json.key("size")
        json.value(count)
        json.key("byteOffset")
        json.value(offset)
      case .resumed(let offset, let passed):
        json.value("resumed")
        json.key("byteOffset")
        json.value(offset)
        json.key("passed")
        json.value(passed)
      case .unresumed(let passed):
        json.value("unresumed")
        json.key("passed")
        json.value(passed)
      }
    }
  }
}
