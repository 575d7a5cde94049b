package import WebSocketWire

/// Writes a run as JSON Lines that lose nothing: the recordings of wscope-events(5).
package final class LineRecorder: Recorder {
  let configuration: EventConfiguration
  private var json = JSONWriter(secondDigits: 9)
  /// Memory for the next lines, while the target has that of the last ones.
  private var spare: [UInt8] = []
  private var clock: EventClock
  private unowned let target: any RecordingTarget
  /// How many bytes a file has before the next one is begun; nil for one file.
  private let rotation: UInt64?
  private var part = 1
  /// Bytes of this part that were handed on.
  private var size: UInt64 = 0
  /// The connections that have opened and not ended.
  private var open: [Int: LineConnection] = [:]
  /// How many frames are open whose beginning is written.
  private var splitFrames = 0

  /// How many bytes are gathered before they are handed on.
  private static let blockSize = 1 << 18

  /// `role` is our end, nil where both ends are others; `start` is when the run began, since 1970-01-01 00:00 UTC.
  package init(
    role: WebSocketRole?, start: Duration, showsSecrets: Bool, rotation: UInt64? = nil,
    to target: any RecordingTarget
  ) {
    configuration = EventConfiguration(
      role: role, frames: true, showsSecrets: showsSecrets, messageLimit: 0, start: start, isRecording: true)
    clock = EventClock(start: start, digits: 9)
    self.rotation = rotation
    self.target = target
    begin()
  }

  private func begin() {
    line("recording", connection: 0, at: .zero) { [configuration, part] json in
      if let role = configuration.role {
        json.key("role")
        json.value(role.rawValue)
      }
      json.key("part")
      json.value(part)
    }
  }

  package func connection(_ number: Int) -> any RecordedConnection { LineConnection(number, self) }

  package func listening(at url: String, time: Duration) {
    add(0) { $0.addListening(at: url, time: time) }
  }

  package func failed(_ failure: EventFailure, retry: Duration?, connection: Int, at time: Duration) {
    add(connection) { $0.add(failure, retry: retry, connection: connection, time: time) }
    flush()
  }

  package func flush() {
    guard !json.bytes.isEmpty else { return }
    size &+= UInt64(json.bytes.count)
    // Taken out, because what has room again may cause more before it returns.
    var lines: [UInt8] = []
    swap(&lines, &spare)
    json.swapLines(with: &lines)
    target.append(&lines)
    spare = lines
    rotateIfDue()
  }

  /// Whether there are more parts than one.
  var isRotated: Bool { rotation != nil }

  /// A part ends where no frame is cut.
  private func rotateIfDue() {
    guard let rotation, size >= rotation, splitFrames == 0, json.bytes.isEmpty else { return }
    target.next()
    part += 1
    size = 0
    begin()
    for (_, connection) in open.sorted(by: { $0.key < $1.key }) { append(connection.opening) }
  }

  // MARK: For the connections

  /// Writes a line of a connection.
  @inline(__always)
  func line(
    _ type: StaticString, connection: Int, at time: Duration, _ members: (inout JSONWriter) -> Void
  ) {
    json.beginLine()
    json.key("v")
    json.value(EventEncoder.version)
    json.key("type")
    json.value(type)
    json.members(clock.members(at: time))
    json.key("connection")
    json.value(connection)
    members(&json)
    json.endLine()
  }

  /// Writes the line of a whole frame, whose members before and after its time, number and place are ready.
  @inline(__always)
  func frame(
    _ connection: [UInt8], number: UInt64, offset: UInt64, header: [UInt8], at time: Duration,
    _ members: (inout JSONWriter) -> Void
  ) {
    json.beginLine()
    json.members(Self.frameStart)
    json.members(clock.members(at: time))
    json.members(connection)
    json.key("number")
    json.value(number)
    json.key("byteOffset")
    json.value(offset)
    json.members(header)
    members(&json)
    json.endLine()
  }

  /// The beginning of the lines of frames that come together, up to the number.
  func frameStart(_ connection: [UInt8], at time: Duration) -> [UInt8] {
    var start = JSONWriter()
    start.beginLine()
    start.members(Self.frameStart)
    start.members(clock.members(at: time))
    start.members(connection)
    start.key("number")
    return start.bytes
  }

  /// Swaps what writes the lines for another writer.
  func swapWriter(_ writer: inout JSONWriter) { swap(&writer, &json) }

  private static let frameStart = Array("\"v\":\(EventEncoder.version),\"type\":\"frame\"".utf8)

  /// Writes what an encoder of events makes.
  func add(_ connection: Int, _ body: (inout EventEncoder) -> Void) {
    var encoder = EventEncoder(configuration)
    body(&encoder)
    append(encoder.takeLines().bytes)
  }

  func append(_ lines: [UInt8]) { json.add(lines: lines) }

  /// Hands on what there is, if it is much. A file that cannot be written may cause events before this returns.
  func flushIfFull() { if json.bytes.count >= Self.blockSize { flush() } }

  func opened(_ connection: LineConnection) { open[connection.number] = connection }

  func ended(_ connection: LineConnection) { open[connection.number] = nil }

  func beganSplitFrame() { splitFrames += 1 }

  func endedSplitFrame() { splitFrames -= 1 }
}
