import WebSocketWire

/// Writes the messages of a run as HAR 1.2 with `_webSocketMessages`, as the developer tools of browsers do.
///
/// The file is whole JSON after each call of `flush`: what closes it is written each time, and written over the next time. Where a message
/// belongs to another connection than the one before, an entry of that connection begins again.
package final class HARRecorder: Recorder {
  let showsSecrets: Bool
  private let start: Duration
  private unowned let target: any RecordingTarget
  private var json = JSONWriter(secondDigits: 9)
  private var clock: EventClock
  /// How many bytes at the end of the file close it.
  private var closing = 0
  private var hasEntry = false
  private var hasMessage = false
  /// The connection whose entry is the last.
  private var current: Int?

  /// As `LineRecorder`.
  package init(start: Duration, showsSecrets: Bool, to target: any RecordingTarget) {
    (self.start, self.showsSecrets) = (start, showsSecrets)
    self.target = target
    clock = EventClock(start: start, digits: 9)
    json.add(
      lines: Array(
        "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"wscope\",\"version\":\"1\"},\"entries\":[".utf8
      ))
    flush()
  }

  package func connection(_ number: Int) -> any RecordedConnection { HARConnection(number, self) }

  package func flush() {
    guard !json.bytes.isEmpty else { return }
    var more = JSONWriter(secondDigits: 9)
    swap(&more, &json)
    let tail = Array(current == nil ? "]}}\n".utf8 : "]}]}}\n".utf8)
    if closing > 0 { target.back(over: closing) }
    var block = more.bytes + tail
    target.append(&block)
    closing = tail.count
  }

  func flushIfFull() { if json.bytes.count >= 1 << 16 { flush() } }

  // MARK: For the connections

  /// Begins an entry of the connection, unless the last one is its own.
  func begin(_ connection: HARConnection) {
    guard current != connection.number else { return }
    if current != nil { json.add(lines: Array("]}".utf8)) }
    if hasEntry { json.add(lines: [0x2C, 0x0A]) }
    (hasEntry, hasMessage, current) = (true, false, connection.number)
    var entry = JSONWriter(secondDigits: 9)
    entry.beginLine()
    connection.write(into: &entry, startedDateTime: clock.date(at: connection.began))
    entry.key("_webSocketMessages")
    json.add(lines: entry.bytes + [0x5B])
  }

  func add(
    _ kind: MessageKind, _ content: [UInt8], omitted: UInt64, from sender: WebSocketRole, at time: Duration
  ) {
    if hasMessage { json.add(lines: [0x2C]) }
    hasMessage = true
    var message = JSONWriter(secondDigits: 9)
    message.object { json in
      json.key("type")
      json.value(sender == .client ? "send" : "receive" as StaticString)
      json.key("time")
      json.value(seconds: start + time)
      json.key("opcode")
      json.value(kind == .text ? 1 : 2)
      json.key("data")
      if kind == .binary {
        json.value(base64: content.span.bytes)
      } else if UTF8Validator.fault(in: content.span.bytes) == nil {
        json.value(utf8: content.span.bytes)
      } else {
        json.value(String(decoding: content, as: UTF8.self))
      }
      if omitted > 0 {
        json.key("_omitted")
        json.value(omitted)
      }
    }
    json.add(lines: message.bytes)
  }
}
